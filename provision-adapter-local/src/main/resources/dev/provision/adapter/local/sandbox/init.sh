# A node's process 1, with the node's power only: whatever it starts has no more. The directory it stands in is the
# machine's and read-only here.
#
#   $1   a title, for who looks at the processes
#   $2   "first" if the node starts for the first time, else "again"
#
# Its maker writes the name of a command to the pipe "requests", when the five pipes of that name are there. The node
# writes "restart" to it: then process 1 ends, and so does every other one. Who waits for the node starts it again.

# The host's identity is not the node's, which may have made its own since.
set -- "$2" /etc/ssh/ssh_host_*
[ "$1" = again ] || [ ! -e "$2" ] || { shift && rm -f -- "$@"; }
mkdir -m 1777 /run/lock

# Process 1 waits for a part of itself, and reaps orphans meanwhile: that costs nothing, and needs no program, which a
# script may have removed. The part can be killed, and is started anew.
exec 3<>/dev/provision/requests
while :; do
  (
    # The command begins in a session of its own: "kill 0" must not end this one.
    while read -r name <&3; do
      if [ "$name" = restart ]; then exit 7; fi
      setsid --fork /bin/sh /dev/provision/command.sh "$name" </dev/null 3<&- ||
        echo failed 1<>"/dev/provision/$name.status"
    done
  )
  if [ "$?" -eq 7 ]; then exit 0; fi
done
