# What scripts print, each script's for itself; see docs/adr/0090.
#
# A script writes into two named pipes, and it has ended only when nobody holds them any more: what comes late, from a
# 'tee' for example, is still its own. The hands carry all that to the connection where there is Perl; else two
# processes do, for each script anew. The runner holds both ends as descriptors 8 and 9 while a script runs, which may
# do what it likes to their names.

# For how many seconds a script's output is waited for after its end.
patience=5

# Copies to the connection until that has gone, and from then on to nowhere, so that what a script left running can
# go on writing. Starts anew when a script has killed its 'cat'. Ends with 75 when it was told to wait no longer.
carry() {
  trap - EXIT
  trap '' HUP
  c=
  trap 'cat <&9 >/dev/null 2>/dev/null & kill "$c"; exit 75' USR1
  # Here, as some shells keep what a call of a function closes.
  exec 9<&0 3>&- 4>&- 5>&- 6<&- 7>&- 8>&-
  gone=
  while :; do
    cat <&9 &
    c=$!
    wait "$c"
    s=$?
    if [ "$s" -gt 128 ] && [ "$s" -ne 141 ] && [ "$s" -ne 269 ]; then continue; fi
    if [ "$s" -eq 0 ] || [ -n "$gone" ]; then break; fi
    gone=gone
    exec >/dev/null
  done
  bury
}

# Tidies up where a script has killed the runner.
bury() {
  # shellcheck disable=SC2046 # its fields
  if [ -e "$w/run" ] && ! alive $(cat "$w/by"); then rm -rf "$w"; fi
}

# Runs the hands. Does what they did for output when a script has killed them.
employ() {
  trap - EXIT
  trap '' HUP
  exec 7>&-
  perl "$w/put_files.pl" "$id" "0 $me $trusted" "$patience" <"$w/ask" >"$w/say" &
  trap 'kill -KILL "$!"; exit' TERM
  wait "$!"
  s=$?
  if [ ! -e "$w/hired" ]; then
    echo gone >"$w/say"
  elif [ "$s" -gt 128 ]; then
    succeed "/proc/$$/fd"
  else
    bury
  fi
}

# Carries the output of the script that is running: DIRECTORY, the one of the runner's descriptors.
succeed() {
  if [ -e "$1/9" ]; then
    set -- "$1/8" "$1/9"
  elif [ ! -d /proc/self/fd ]; then
    set -- "$w/o" "$w/e"
  else
    return
  fi
  carry <"$1" >&3 &
  a=$!
  carry <"$2" >&4 &
  trap 'kill -USR1 "$a" "$!"; exit 75' USR1
  exec 3>&- 4>&-
  wait "$a"
  wait "$!"
}

# Where there is Perl, one process puts all files in place; each takes a shell two or three. It begins while the runner
# goes on.
hire() {
  hands=
  carriers=
  perl=
  if ! command -v perl; then return; fi
  employ &
  carriers=$!
  exec 5>"$w/ask" 6<"$w/say"
  # Then it locks, too.
  if ! command -v flock; then await_hands; fi
}

# Waits for Perl. One that does not begin is done without.
await_hands() {
  if [ -z "$carriers" ] || [ -n "$perl" ]; then return; fi
  timer=
  if [ ! -e "$w/put_files.pl.ready" ]; then
    doing perl >&3
    (
      count_down "$w/hired" 8
      echo late
    ) >"$w/say" &
    timer=$!
  fi
  IFS= read -r hands <&6
  true >"$w/hired"
  if [ -n "$timer" ]; then
    kill "$timer"
    wait "$timer"
  fi
  if [ "$hands" = ready ]; then
    perl=perl
  else
    hands=
    kill "$carriers"
    wait "$carriers"
    carriers=
  fi
}

# Tells the hands something: WORDS...
tell() {
  trap '' PIPE
  printf '%s\0' "$@" >&5
  trap 'exit 94' PIPE
}

# Sets answer to what the hands say.
hear() {
  answer=
  IFS= read -r answer <&6 || hands=
}

# Asks the hands: WORDS...
ask() {
  tell "$@"
  hear
}

# Whether there are pipes that can be used.
piped() {
  for p in "$w/o" "$w/e"; do
    [ -p "$p" ] && [ -r "$p" ] && [ -w "$p" ] || return
  done
}

# Lets a script's output come.
listen() {
  if ! piped; then
    why=$(rm -rf "$w/o" "$w/e" 2>&1 && mkfifo "$w/o" "$w/e" 2>&1)
  fi
  if piped; then
    why="they cannot be opened"
    answer=open
    if [ -n "$hands" ]; then ask begin "$w"; fi
    if [ "$answer" = open ] || [ -z "$hands" ]; then
      exec 8<>"$w/o" 9<>"$w/e"
      if [ -z "$hands" ]; then hire_carriers; fi
      return
    fi
  fi
  echo "it is not run, as its output could not be read: in $w, pipes for it cannot be made: ${why##*: }" >&4
  return 1
}

hire_carriers() {
  exec 5<"$w/o" 6<"$w/e"
  carry <&5 >&3 &
  carriers=$!
  carry <&6 >&4 &
  carriers="$carriers $!"
  exec 5<&- 6<&-
}

# Waits until nobody holds a script's output, but not for ever.
settle() {
  if [ -n "$hands" ]; then tell end; fi
  # The runner does not count; but what is in the pipes stays there until it has been read.
  if [ -e /proc/self/fd/9 ]; then
    exec 8</proc/self/fd/8 9</proc/self/fd/9
  else
    exec 8<&- 9<&-
  fi
  if [ -n "$hands" ]; then hear; fi
  if [ -z "$hands" ]; then await_carriers; fi
  exec 8<&- 9<&-
  case $answer in
    held)
      remarks="${remarks:+$remarks; }processes that it left running still hold its output after $patience s, and what they print later is not kept"
      if [ -z "$lost" ]; then rm -f "$w/o" "$w/e"; fi
      ;;
    lost) remarks="${remarks:+$remarks; }what carried its output was killed, so that some of it may be missing" ;;
  esac
}

# Sets answer to held if they had to be told, to lost if they were killed.
await_carriers() {
  answer=
  # shellcheck disable=SC2086 # numbers
  (
    trap - EXIT
    pass "$patience"
    kill -USR1 $carriers
  ) 3>&- 4>&- 5>&- 6<&- 7>&- 8<&- 9<&- &
  timer=$!
  for c in $carriers; do
    wait "$c"
    case $? in
      75) answer=held ;;
      1[3-9]? | 2??) answer=lost ;;
    esac
  done
  kill -KILL "$timer"
}
