# Runs a command on a node, and reports its exit status. The pipe "run" says what it is.
#
#   $1   its name
cd /dev/provision && exec 8<>"$1.status" || exit
(
  exec <"$1.in" >"$1.out" 2>"$1.err"
  cd /
  # Not read with ".": some shells would wait for its end first.
  exec /bin/sh "/dev/provision/$1.run"
)
echo "ended $?" >&8
