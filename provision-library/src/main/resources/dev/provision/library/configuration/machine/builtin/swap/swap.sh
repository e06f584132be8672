#!/bin/sh
# provision-template-type: template-string
# Adds a swap file: -t swap_megabytes=2048; 1024 where that is not given.
swap_wanted="${swap_megabytes}"
set -eu
: "${swap_wanted:=1024}"

if [ -e /swapfile ]; then
  echo '/swapfile is there already.'
  exit 0
fi
trap 'rm -f /swapfile.new' EXIT
(umask 077 && : >/swapfile.new)
dd if=/dev/zero of=/swapfile.new bs=1048576 count="$swap_wanted" 2>/dev/null
mkswap /swapfile.new
mv /swapfile.new /swapfile
if ! swapon /swapfile; then
  rm -f /swapfile
  echo 'this node cannot have a swap file: its kernel or its file system does not allow it' >&2
  exit 1
fi
echo '/swapfile none swap sw 0 0' >>/etc/fstab
swapon --show
