#!/bin/sh
# Restarts this node of Provision's provider "local": see /dev/provision/init.sh.
if [ -e /dev/provision/in-memory ]; then
  echo "this node keeps its changes to /usr, /etc, /var, /opt and /srv in memory, and would lose them, because no overlay can be made on the file system of PROVISION_HOME: set that to a directory of another one (ext4, XFS, Btrfs, tmpfs), and create the node there" >&2
  exit 1
fi
echo restart >/dev/provision/requests
