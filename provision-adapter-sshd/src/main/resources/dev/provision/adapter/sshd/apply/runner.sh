# Applies the steps that were unpacked into the directory $w. Any POSIX shell runs it; see docs/adr/0011.
#
# Set by the bootstrap: w, the private directory; u and environment, the login's; trusted, the numbers of users besides
# root and the runner's own whose hands are ours; chain, which tells how far others can change the way to a directory.
# Set by the line before this text: nonce, which no output contains by chance; large, which says that much was sent;
# holder, who asked for this, and patient, whether it may wait for another run. The calls that follow this text name
# their sources by their place in $w. Its other parts are the files beside it.

# Conditions put something of their own before these two: see meet_conditions.sh.
mark() { say "$@"; }
finish() { end_run; }

# Scripts that are removed afterwards replace these three: see remove_scripts.sh.
ready() { listen; }
beside() { :; }
after() { t=; }

# To whoever listens; where nobody does any more, this ends here.
say() {
  printf '%s %s\n' "$nonce" "$*" >&3 && printf '%s %s\n' "$nonce" "$*" >&4 || exit 94
}

# Whether everything arrived as it was sent.
check() {
  [ -s "$w/sums" ] || return 0
  # Of much, openssl makes the sums in a seventh of the time.
  if [ -n "$large" ] && command -v openssl >/dev/null; then
    names=
    while read -r f n; do names="$names $f"; done <"$w/sizes"
    # shellcheck disable=SC2086 # the names are numbers
    (cd "$w" && openssl dgst -sha256 -r $names) | cmp -s - "$w/sums" && return
  fi
  if command -v sha256sum >/dev/null; then
    (cd "$w" && sha256sum -c sums >/dev/null)
  else
    while read -r f n; do
      [ "$(wc -c <"$w/$f")" -eq "$n" ] || return
    done <"$w/sizes"
  fi
}

start() {
  if ! check; then
    echo "what arrived is not what was sent" >&2
    exit 93
  fi
  doing mkfifo
  mkfifo "$w/o" "$w/e" "$w/ask" "$w/say" || exit 93
  # An empty file, by which the directory can be told from others of its name.
  true >"$w/here" || exit 93
  exec 3>&1 4>&2 <"$w/here" >/dev/null 2>/dev/null
  # From here it is found whatever is mounted over it.
  cd "${w%/*}/" || exit 93
  hire
  if [ -n "$holder" ]; then lock; fi
  await_hands
  setsid=
  if command -v setsid; then setsid=setsid; fi
  restorecon=
  if [ -e /sys/fs/selinux/enforce ] && command -v restorecon; then restorecon=restorecon; fi
}

# Removes the run's directory, and whatever else a script has put in its place.
leave() {
  if [ -n "$w" ]; then rm -rf "$w" ${hidden:+"$hidden"} ${more:+"$more"} || rm -rf "$w" || rm -rf "$w"; fi
  drop
  w=
}

end_run() {
  unlock
  leave
  mark Z
  exit 0
}

begin() {
  mark B "$1"
}

# Ends a key or file step: INDEX STATUS [WORDS]
ended() {
  if [ "$2" -ne 0 ]; then
    mark E "$1" F
    finish
  fi
  i=$1
  shift 2
  remarks
  mark E "$i" "$@" ${remarks:+"$remarks"}
}

# A step that cannot be done: INDEX WORDS STOP
refuse() {
  begin "$1"
  echo "$2" >&4
  mark E "$1" F
  if [ -n "$3" ]; then finish; fi
}

# Sets now, in hundredths of a second.
now() {
  if read -r now rest </proc/uptime; then
    hundredths "$now"
    now=${now%%.*}$fraction
  else
    now=$(date +%s)00
  fi
}

# Sets fraction to what is behind the point, in two digits: SECONDS
hundredths() {
  case $1 in
    *.*) fraction=${1#*.}00 ;;
    *) fraction=00 ;;
  esac
  fraction=${fraction%"${fraction#??}"}
}

# Waits: SECONDS. The end of a 'sleep' is not the end of the time: some take whole seconds only, a script may end one,
# and some return at once.
pass() {
  now
  began=$now
  hundredths "$1"
  span=$((${1%%.*} * 100 + 1$fraction - 100))
  sleep "$1" &
  wait "$!"
  while now && [ "$((now - began))" -lt "$span" ]; do
    sleep 1 &
    wait "$!"
  done
}

# Waits in a process of its own, which ends when that is told to, or when FILE is there at the beginning: FILE SECONDS
count_down() {
  trap - EXIT
  exec 3>&- 4>&- 5>&- 6<&- 7>&-
  other=$!
  trap 'if [ "$!" != "$other" ]; then kill "$!"; fi; exit 0' TERM
  # A signal that comes before the trap is set gets lost in some shells.
  if [ -e "$1" ]; then exit 0; fi
  pass "$2"
}

# Ends the script's processes when its time is over, and then with 75: SECONDS COOKIE. Those that left its process group are known by
# the cookie in their environment, where the system shows that.
watch() {
  count_down "$w/over" "$1"
  trap '' TERM
  # On a busy node its time may be over before it has begun.
  n=0
  until read -r p <&8 || [ "$n" -ge 100 ]; do
    if [ -e "$w/over" ]; then exit 0; fi
    sleep 0.1 || sleep 1
    n=$((n + 1))
  done
  g=$p
  if [ -n "$setsid" ]; then g=-$p; fi
  # One that has just ended by itself was in time.
  kill -TERM "$g" || [ -z "$p" ] || exit 0
  n=0
  while kill -0 "$g" && [ "$n" -lt 20 ]; do
    sleep 0.1 || sleep 1
    n=$((n + 1))
  done
  kill -KILL "$g"
  # shellcheck disable=SC2013 # paths without blanks
  for e in $(grep -lsF "$2" /proc/[0-9]*/environ); do
    p=${e#/proc/}
    kill -KILL "${p%/environ}"
  done
  exit 75
}

# Whether a directory is the one of this run, and no copy: DIRECTORY
ours() {
  # shellcheck disable=SC3013 # every sh of Linux has -ef
  [ "$1/here" -ef /proc/self/fd/0 ] || { [ ! -e /proc/self/fd/0 ] && [ -e "$1/run" ]; }
}

# Finds the directory of this run again: a script may have mounted something over it, or put a copy in its place. The
# runner stands beside it. Sets lost if it is gone.
find_again() {
  if [ ! -x "$w" ] && [ -O "$w" ] && [ ! -h "$w" ]; then chmod 700 "$w"; fi
  if ours "$w"; then return; fi
  lost=$w
  for d in "/proc/$$/cwd" .; do
    if ours "$d/${w##*/}"; then
      hidden=$w
      w=$d/${w##*/}
      lost=
      return
    fi
  done
}

# Whether what is still to be put in place is there.
present() {
  if [ -n "$lost" ]; then
    echo "a script of this run has removed $lost, or put a copy in its place, where this was to come from: let scripts leave .provision-* alone, then apply the steps again"
    return 1
  fi
}

# Runs the file TARGET, or INTERPRETER TARGET: INDEX SECONDS [INTERPRETER] TARGET
run() {
  (
    trap - EXIT
    # For writing only, and of the pipes that are read, whatever has their names by now.
    if [ -e /proc/self/fd/9 ]; then
      exec 8>/proc/self/fd/8 9>/proc/self/fd/9
    else
      exec 8>"$w/o" 9>"$w/e"
    fi
    if [ -n "$lock" ]; then register; fi
    cd "${HOME:-/}" || cd /
    umask "$u"
    unset PATH HOME TMPDIR LC_ALL SUDO_UID DOAS_USER
    eval "$environment"
    "env_$1"
    if [ -n "$2" ]; then
      PROVISION_STEP=$id-$1
      export PROVISION_STEP
      pid=$w/pid
      shift 2
      # shellcheck disable=SC2016 # the inner shell expands it
      set -- /bin/sh -c 'echo $$ >"$0"; exec "$@"' "$pid" "$@"
    else
      shift 2
    fi
    beside "$@"
    # Redirected here and no earlier, lest a shell report there how the script died.
    exec $setsid "$@" </dev/null >&8 2>&9 3>&- 4>&- 5>&- 6<&- 7>&- 8>&- 9>&-
  )
}

signal() { # STATUS
  if [ "$1" -gt 256 ]; then
    kill -l $(($1 - 256))
  elif [ "$1" -gt 128 ] && [ "$1" -lt 160 ]; then
    kill -l $(($1 - 128))
  fi
}

# INDEX SOURCE TARGET DIRECTORY PLACE MODE INTERPRETER SECONDS STOP; the last four may be empty
run_script() {
  begin "$1"
  put "$2" "$3" "$4" "$5" '' "$6" run >&4 2>&4 && ready "$2" "$3"
  s=$?
  drop
  remarks
  if [ "$s" -ne 0 ]; then
    mark E "$1" F
    if [ -n "$9" ]; then finish; fi
    return
  fi
  # Provision's own removes itself first of all. If this ends before it has run, leave removes it.
  case $3 in /tmp/.provision-*) t=$3 ;; esac
  mark R "$1"
  if [ -n "$8" ]; then
    rm -f "$w/pid" "$w/over"
    # Opened before the script runs, which may remove it.
    watch "$8" "PROVISION_STEP=$id-$1" 8<>"$w/pid" 9<&- &
    watch=$!
  fi
  # shellcheck disable=SC2086 # an empty interpreter is no argument
  run "$1" "$8" $7 "$3"
  s=$?
  # It may have made other directories of them.
  chained=
  near=
  find_again
  late=
  if [ -n "$8" ]; then
    true >"$w/over"
    kill "$watch"
    wait "$watch"
    if [ "$?" -eq 75 ]; then late=late; fi
  fi
  settle
  if [ "$s" -eq 126 ] && [ -z "$7" ] && [ ! -x "$3" ]; then
    echo "$3 cannot be executed: its mode forbids it, or its file system is mounted noexec" >&4
  fi
  if [ -z "$7" ]; then
    case $s in 126 | 127) lacks "$1" "$3" >&4 ;; esac
  fi
  after
  if [ -n "$late" ]; then
    mark E "$1" T - ${remarks:+"$remarks"}
    s=1
  elif [ "$s" -le 128 ]; then
    mark E "$1" X "$s" ${remarks:+"$remarks"}
  else
    case $(signal "$s") in
      [A-Z]*) mark E "$1" S "$(signal "$s")" ${remarks:+"$remarks"} ;;
      *) mark E "$1" X "$s" ${remarks:+"$remarks"} ;;
    esac
  fi
  if [ "$s" -ne 0 ] && [ -n "$9" ]; then finish; fi
}

t=
hidden=
near=
chained=
move=
lock=
lost=
dry=
read -r by <"$w/by"
