#!/bin/sh
# The web server nginx, with the distribution's own settings.
set -eu
if ! command -v apt-get >/dev/null; then
  echo 'this bundle is made for Debian and Ubuntu: there is no apt-get here' >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -q -o DPkg::Lock::Timeout=300 update
apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends nginx
nginx -t
nginx -v
