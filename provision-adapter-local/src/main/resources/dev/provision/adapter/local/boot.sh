# Builds a node's root file system and becomes the node's process 1. Runs as the first process of new namespaces.
#
#   $1  the node's directory, which holds mounts, fs/, layers/ and vartmp/
#   $2  its host name
#   $3  where changes to the host's directories are kept: disk or memory
#   $4  whose power it has: root, or that of an ordinary user, who is mapped to root
#   $5  "first" if the layers hold nothing but what they were laid out with, else "again"
#   $6  capabilities to drop, as setpriv takes them
#
# Says "begin PID" when the namespaces are there and "ready" when all is mounted; PID is as the host counts. Then it
# waits for a line: without one its maker has died before anybody knew of the node, and it ends.
set -eu
umask 022
read -r pid _ </proc/self/stat
echo "begin $pid"
cd "$1"

if [ "$3" = memory ]; then
  mount -n -t tmpfs -o mode=700 node fs
  cp -a layers/. fs/
  mount -n --move fs layers
fi

if [ "$5" = first ] && { [ "$4" = user ] || [ ! -O /etc ]; }; then
  # Files of the real root, which that of a container need not be, can be read and replaced, but not changed in place.
  # So directories of the user's own lie over those where things are usually added or replaced, and the files in /etc
  # are copied.
  own=$PWD/layers/upper
  cd /
  {
    find etc -xdev -type d -readable -executable -print0 || :
    find opt srv usr -maxdepth 1 -xdev -type d -readable -executable -print0 || :
    find usr/local var -maxdepth 3 -xdev -type d -readable -executable -print0 || :
  } 2>/dev/null | (cd "$own" && xargs -0 -r mkdir -p --)
  cd /etc
  find . -xdev -type f -readable -print0 2>/dev/null | xargs -0 -r cp -n --parents --preserve=mode -t "$own/etc" || :
  cd "$1"
fi

mount -n -a -T mounts
hostname "$2" 2>/dev/null || echo "$2" >/proc/sys/kernel/hostname

cd fs
mkdir -p old
pivot_root . old
cd /
umount -n -l /old
rmdir /old

# The host's identity is not the node's, which may have made its own since.
times=$5 capabilities=$6 title="provision node $2"
set -- /etc/ssh/ssh_host_*
[ "$times" = again ] || [ ! -e "$1" ] || rm -f -- "$@"

# Process 1 sleeps in a builtin, and reaps orphans meanwhile: that costs nothing, and needs no program, which a script
# may have removed. Nobody ever writes to the pipe.
mkdir -m 1777 /run/lock
mkfifo -m 600 /run/sleep
exec 3<>/run/sleep
rm /run/sleep

exec setpriv --inh-caps="$capabilities" --bounding-set="$capabilities" sh -c '
  echo ready
  read -r _ || exit 1
  exec </dev/null >/dev/null 2>&1
  while :; do (read -r _ <&3) & wait $!; done' "$title"
