#!/bin/sh
# What one wants on a machine to work on: git, tmux, an editor, and a few small tools.
set -eu
if ! command -v apt-get >/dev/null; then
  echo 'this bundle is made for Debian and Ubuntu: there is no apt-get here' >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -q -o DPkg::Lock::Timeout=300 update
apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends \
  build-essential ca-certificates curl git less rsync tmux unzip vim
git --version
tmux -V
