# Makes named pipes, says where, and once it is told to go on, lets its own streams pass through them.
#
# Argument: ID, which names the run. Squeezed as bootstrap.sh.
#
#: pipe_directory=d place_tried=p input_relay=i output_relay=o error_relay=e
set +Ceu
umask 077
pipe_directory=
for place_tried in "${TMPDIR:-/tmp}" /tmp "${HOME:-/}"; do
  # shellcheck disable=SC3067 # every sh that we know has -O
  { [ -k "$place_tried" ] || [ -O "$place_tried" ]; } && mkdir "$place_tried/.provision-$1" 2>/dev/null &&
    pipe_directory=$place_tried/.provision-$1 && break
done
[ -n "$pipe_directory" ] || exit 90
trap "exit 94" HUP INT TERM PIPE
leave() { rm -rf "$pipe_directory"; }
trap leave EXIT
mkfifo "$pipe_directory/i" "$pipe_directory/o" "$pipe_directory/e" || exit 93
echo "at-$1 $pipe_directory"
echo "pipes-$1"
# shellcheck disable=SC2034 # any line will do
read -r go || exit 94
exec 3<&0
cat <&3 >"$pipe_directory/i" &
input_relay=$!
cat <"$pipe_directory/o" &
output_relay=$!
cat <"$pipe_directory/e" >&2 &
error_relay=$!
exec 3<&- </dev/null
wait "$output_relay"
wait "$error_relay"
kill "$input_relay" 2>/dev/null
