# Runs a command that asks for a password on this terminal.
#
# Arguments: ID, which names the run; PIPES, the directory of the pipes; COMMAND. Squeezed as bootstrap.sh.
#
#: pipe_directory=d command_status=s
{ set +xv; } 2>/dev/null
stty -echo 2>/dev/null
pipe_directory=$2
[ -t 0 ] || {
  echo "no-terminal-$1"
  exit 95
}
echo "asking-$1"
shift 2
"$@"
command_status=$?
# If the command ended without having opened the pipes, nobody shall wait for it at their other ends.
[ -p "$pipe_directory/i" ] && {
  : <>"$pipe_directory/i"
  : <>"$pipe_directory/o"
  : <>"$pipe_directory/e"
}
[ "$command_status" -le 128 ] || kill -"$((command_status - 128))" $$
exit "$command_status"
