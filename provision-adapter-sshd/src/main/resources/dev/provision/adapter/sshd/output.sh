# What scripts print, each script's for itself; see docs/adr/0090.
#
# A script writes into two named pipes, and it has ended only when nobody holds them any more: what comes late, from a
# 'tee' for example, is still its own. The hands carry all that to the connection where there is Perl; else two
# processes do, for each script anew.

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
  exec 9<&0 3>&- 4>&- 5>&- 6<&- 7>&-
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
  # Nobody else reads what is in the pipes then.
  exec 7>&- 8<>"$w/o" 9<"$w/o" 8<>"$w/e" 7<"$w/e" 8>&-
  perl "$w/hands" "$id" "0 $me $trusted" "./${w##*/}" "$patience" <"$w/ask" >"$w/say" 7<&- 9<&-
  if [ "$?" -gt 128 ]; then
    carry <&9 >&3 &
    a=$!
    carry <&7 >&4 &
    trap 'kill -USR1 "$a" "$!"; exit 75' USR1
    exec 3>&- 4>&- 7<&- 9<&-
    wait "$a"
    wait "$!"
  else
    bury
  fi
}

# Where there is Perl, one process puts all files in place; each takes a shell two or three.
hire() {
  hands=
  carriers=
  if command -v perl; then
    employ &
    carriers=$!
    exec 5>"$w/ask" 6<"$w/say"
    IFS= read -r hands <&6
  fi
}

# Tells the hands something: WORDS...
tell() {
  trap '' PIPE
  printf '%s\0' "$@" >&5
  trap 'exit 94' PIPE
}

# Asks the hands: WORDS... Sets answer.
ask() {
  answer=
  tell "$@"
  IFS= read -r answer <&6 || hands=
}

# Lets a script's output come, where the hands do not.
listen() {
  if [ -z "$hands" ]; then
    carry <"$w/o" >&3 &
    carriers=$!
    carry <"$w/e" >&4 &
    carriers="$carriers $!"
  fi
}

# Waits until nobody holds a script's output, but not for ever.
settle() {
  if [ -n "$hands" ]; then ask end; fi
  if [ -z "$hands" ]; then await_carriers; fi
  if [ "$answer" = held ]; then
    remarks="${remarks:+$remarks; }processes that it left running still hold its output after $patience s, and what they print later is not kept"
    rm -f "$w/o" "$w/e"
    mkfifo "$w/o" "$w/e"
    if [ -n "$hands" ]; then ask anew; fi
  fi
}

# Sets answer to held if they had to be told.
await_carriers() {
  answer=
  # shellcheck disable=SC2086 # numbers
  (
    trap - EXIT
    pass "$patience"
    kill -USR1 $carriers
  ) 3>&- 4>&- 5>&- 6<&- 7>&- &
  timer=$!
  for c in $carriers; do
    wait "$c"
    if [ "$?" -eq 75 ]; then answer=held; fi
  done
  kill -KILL "$timer"
}
