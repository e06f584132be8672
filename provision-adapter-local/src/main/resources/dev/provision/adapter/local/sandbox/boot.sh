# Builds a node's root file system and becomes the node's process 1. Runs as the first process of new namespaces, with
# the machine's programs only: nothing of the node's runs before the power over the machine has been given up.
#
#   $1   the node's directory, which holds mounts, submounts, hidden, fs/, layers/, commands/ and vartmp/
#   $2   its host name
#   $3   where changes to the host's directories are kept: disk or memory
#   $4   whose power it has: root, or that of an ordinary user, who is mapped to root
#   $5   "first" if the layers hold nothing but what they were laid out with, else "again"
#   $6…  the command that gives up the power over the machine, and then runs what it is given
#
# Says "begin PID" when the namespaces are there and "pivoted" when all is mounted and the machine's root lies on the
# directory commands/old, which its maker removes, and so detaches it; PID is as the host counts. Then it waits for a
# line: without one its maker has died before anybody knew of the node, and it ends.
set -eu
umask 022
read -r pid _ </proc/self/stat
echo "begin $pid"
cd "$1"

if [ "$3" = memory ]; then
  : >commands/in-memory
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
[ ! -s submounts ] || mount -n -a -T submounts 2>not-shown || :
[ ! -s hidden ] || mount -n -a -T hidden
{ echo "$2" >/proc/sys/kernel/hostname; } 2>/dev/null || hostname "$2"

# Once the root is the node's, each program would be, too. So another process moves the root, and takes process 1 along,
# after that has given up its power and loaded the last of the machine's programs.
mkfifo -m 600 commands/requests
exec 3<>commands/requests
{
  read -r _ <&3
  exec 3<&-
  pivot_root fs fs/dev/provision/old && echo pivoted || echo failed
} &

times=$5 title="provision node $2"
shift 5
cd /
# shellcheck disable=SC2016 # the inner shell expands it
exec "$@" sh -c '
  echo >&3
  read -r _ || exit 1
  cd /
  exec </dev/null >/dev/null 2>&1 3<&-
  exec /bin/sh /dev/provision/init.sh "$0" "$1"' "$title" "$times"
