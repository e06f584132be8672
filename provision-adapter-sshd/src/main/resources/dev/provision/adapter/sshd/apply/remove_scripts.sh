# Removes scripts with secrets after they have run; see docs/adr/0100. Sent only where a step is such a script.
#
# The runner removes the file, whatever ends it but KILL. If that does, the process that waits for the script removes it.
# If that was killed, too, the next run does: the lock says which file it is.

# The script that is to be removed, once it is there.
secret=
removing=
trap 'remove_script; leave' EXIT

# Arguments as for run_script.
run_removed() {
  why=
  if [ -h "$3" ]; then
    why="it is a symbolic link, which is not followed for a script that is removed afterwards"
  elif [ -e "$3" ] && grep -qF " $3 " /proc/self/mountinfo; then
    why="it is a mount point, so a script that is removed afterwards cannot be put there"
  fi
  if [ -n "$why" ]; then
    refuse "$1" "$why: choose another target" "$9"
    return
  fi
  owe "$3"
  removing=removing
  beside() { stay_beside "$@"; }
  run_script "$@"
  beside() { :; }
  removing=
  if [ -n "$lock" ]; then echo removed >&7; fi
}

# Writes down which file a later run is to remove: FILE
owe() {
  if [ -z "$lock" ]; then return; fi
  case $1 in
    *"
"*) ;;
    *) printf '%s\n' "remove $1" >&7 ;;
  esac
}

# When the script is in its place: SOURCE TARGET
ready() {
  if [ -n "$removing" ]; then
    secret=$2
    if [ -e "$w/$1" ]; then rm -f "$w/$1"; fi
  fi
  listen
}

# Waits for a script that is to be removed, in a process of its own, instead of becoming it: COMMAND... SCRIPT. Knows it
# by its place among the words only, since the script's variables are set by now, whatever they are called.
stay_beside() {
  exec </dev/null 3>&- 4>&- 5>&- 6<&- 7>&-
  trap : HUP INT TERM
  # Where this shell says how the script died is not where the script writes.
  (exec $setsid "$@" >&8 2>&9 8>&- 9>&-)
  s=$?
  shift $(($# - 1))
  PATH=$PATH:/usr/bin:/bin
  if ! kill -0 "$$"; then rm -f "$1"; fi
  # Some shells count signals from 256.
  if [ "$s" -gt 256 ]; then s=$((s - 128)); fi
  exit "$s"
}

# When the script has run, and what may be said about its file has been said.
after() {
  t=
  remove_script
}

remove_script() {
  if [ -z "$secret" ]; then return; fi
  if ! why=$(rm -f "$secret" 2>&1); then
    remarks="${remarks:+$remarks; }it could not be removed, although it contains a secret: ${why##*: }"
  fi
  secret=
}
