# Reads files that others may exchange meanwhile; see docs/adr/0015.

# Sets held to a file that has what is in FILE, an ordinary one in the present directory: FILE SIZE. Where others can
# exchange FILE, that is a copy, of not much more than SIZE bytes or 1 MiB. What they put in its place is not read: a link
# could lead anywhere, and a pipe would be waited for without an end.
hold() {
  held=$1
  if [ -n "$tight" ]; then return; fi
  held=$w/have
  blocks=$(($2 / 65536 + 17))
  limit=$((patience + blocks / 16))
  place=$(pwd -P)
  rm -f "$w/have" "$w/held"
  (
    trap - EXIT
    exec 3>&- 4>&- 5>&- 6<&- 7>&- 8<"$1"
    opened "${place%/}/${1#./}" "$1" && dd bs=65536 count="$blocks" <&8 >"$w/have" 2>/dev/null
  ) 2>/dev/null &
  reader=$!
  end_late "$reader" "$limit" >/dev/null 2>/dev/null &
  timer=$!
  # Where a signal has ended a process, some shells say so while it is waited for.
  wait "$reader" 2>/dev/null
  s=$?
  true >"$w/held"
  kill "$timer" 2>/dev/null
  wait "$timer" 2>/dev/null
  if [ "$s" -eq 0 ]; then return; fi
  if [ "$s" -gt 128 ]; then
    echo "it could not be read within $limit s"
  else
    echo "it cannot be read, or was changed in the meantime"
  fi
  return 1
}

# Whether descriptor 8 is of this ordinary file itself: PATH NAME
opened() {
  if to=$(readlink /proc/self/fd/8); then
    [ "$to" = "$1" ] && [ -f /proc/self/fd/8 ]
  else
    [ ! -h "$2" ] && [ -f "$2" ]
  fi
}

# Ends a process when its time is over: PROCESS SECONDS
end_late() {
  count_down "$w/held" "$2"
  if [ ! -e "$w/held" ]; then kill -KILL "$1"; fi
}
