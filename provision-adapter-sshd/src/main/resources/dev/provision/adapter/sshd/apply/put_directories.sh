# Directories with everything in them: where there is Perl, put_directories.pl does it; see docs/adr/0097.

# Lets what is sent behind the archive come when it is asked for. It waits in a pipe.
keep_input() {
  mkfifo "$w/rest" || exit 93
  # As 0, a shell gives it nothing in the background.
  exec 5<&0
  {
    trap - EXIT
    exec 1<>"$w/rest" 2>/dev/null
    exec cat
  } <&5 5<&- &
  relay=$!
  exec 5<&-
}

# Whether what is to be asked for can come: INDEX
supplied() {
  [ -e "$w/$1" ] || kill -0 "$relay" 2>/dev/null
}

put_directory() { # INDEX TARGET OWNER DELETE PATTERN...
  begin "$1"
  i=$1
  : >"$w/tally"
  present >&4 && (trap - EXIT && in_directory put "$@") >"$w/tally" 2>&4
  s=$?
  tally=
  read -r tally <"$w/tally"
  # What depends on it is due even if it failed on the way.
  # shellcheck disable=SC2034 # see meet_conditions.sh
  if [ "$s" -ne 0 ] && [ "${tally:-0/0}" != 0/0 ]; then changed="${changed-} $i "; fi
  ended "$i" "$s" D "${tally:-0/0}"
}

compare_directory() { # the same
  begin "$1"
  mark R "$1"
  i=$1
  (trap - EXIT && in_directory compare "$@") >&4 2>&4
  mark E "$i" X 0
}

# Goes there, and does what is to be done, from within: put or compare, and what is said above. What was done goes to
# standard output, why it was not done to standard error.
in_directory() {
  how=$1
  n=$2
  target=$3
  delete=$5
  named=$4
  if ! supplied "$n"; then
    echo "the process that was to receive its content was killed: apply the steps again" >&2
    return 1
  fi
  if [ -e "$target" ] && [ ! -d "$target/" ]; then
    echo "it is not a directory" >&2
    return 1
  fi
  true >"$w/whose" && own "$w/whose" "$named" '' || return
  whose=$(owner "$w/whose")
  shift 5
  wanted=
  if [ -n "$named" ]; then wanted=${whose%:*}; fi
  if [ "$how" = compare ]; then echo directory >&2; fi
  approach "$target" "$wanted" >&2
  s=$?
  if [ "$s" -eq 98 ]; then
    while read -r kind mode size word name; do printf '%s\n' "+$name"; done <"$w/$n.list" >&2
    echo "done" >&2
    return
  elif [ "$s" -ne 0 ]; then
    return "$s"
  fi
  if [ -n "$made" ] && [ -n "$named" ]; then chown "$whose" . || return; fi
  if [ -n "$perl" ]; then
    MARK="$nonce N $n" perl "$w/put_directories.pl" "$how" "$w/$n.list" "$w/$n" "$whose" "$made" "$delete" "$id" "$w/remark" "$@"
  else
    directory_by_shell "$@"
  fi
  s=$?
  if [ -z "$perl" ] && [ "$how" = put ]; then show_tally; fi
  if [ "$s" -ne 0 ]; then return "$s"; fi
  if [ "$how" = compare ]; then echo "done" >&2; fi
  if [ -n "$restorecon" ] && [ "$how" = put ]; then restorecon -R . || :; fi
}
