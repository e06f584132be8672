#!/bin/bash
# image.sh NAME: gives the engine of DOCKER_HOST an image of Debian with an SSH server, which a registry is not needed for.
# The image holds no host keys: each container makes its own as it starts.
#
# Needs root, debootstrap, and the mirror that it takes packages from.
set -euo pipefail
name=${1:?what the image is to be called, such as debian-sshd:12}
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
debootstrap --variant=minbase --include=openssh-server bookworm "$root" >/dev/null
rm -f "$root"/etc/ssh/ssh_host_* "$root"/var/cache/apt/archives/*.deb
tar -C "$root" -c . | docker import \
  --change 'CMD ["/bin/sh", "-c", "mkdir -p /run/sshd; ssh-keygen -A; exec /usr/sbin/sshd -D -e"]' - "$name"
