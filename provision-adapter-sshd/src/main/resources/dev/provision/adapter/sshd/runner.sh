# Applies the steps that were unpacked into the directory $w. Any POSIX shell runs it; see docs/adr/0011.
#
# Set by the bootstrap: w, the private directory; u, the login's umask. Set by the line before this text: nonce, which
# no output contains by chance, and large, which says that much was sent. The calls that follow this text name their
# sources by their place in $w.

mark() {
  printf '%s %s\n' "$nonce" "$*" >&3
  printf '%s %s\n' "$nonce" "$*" >&4
}

# Copies to the connection until that has gone, and from then on to nowhere, so that what a script left running can
# go on writing. Starts anew when a script has killed its 'cat'. Tidies up when a script has killed the runner.
relay() {
  trap - EXIT
  trap '' HUP
  while :; do
    cat
    s=$?
    if [ "$s" -le 128 ] || [ "$s" -eq 141 ] || [ "$s" -eq 269 ]; then break; fi
  done
  if [ "$s" -ne 0 ]; then
    # Not ':', whose failing redirection would end the shell: the directory may be gone.
    true >"$w/gone"
    cat >/dev/null
  fi
  if [ -e "$w/run" ]; then rm -rf "$w"; fi
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
  mkfifo "$w/o" "$w/e" "$w/ask" "$w/say" || exit 93
  relay <"$w/o" 2>/dev/null &
  relay <"$w/e" >&2 2>/dev/null &
  exec 3>"$w/o" 4>"$w/e" </dev/null >/dev/null 2>/dev/null
  hands
  rm -f "$w/o" "$w/e" "$w/ask" "$w/say"
  setsid=
  if command -v setsid; then setsid=setsid; fi
  restorecon=
  if [ -e /sys/fs/selinux/enforce ] && command -v restorecon; then restorecon=restorecon; fi
}

# Where there is Perl, one process puts all files in place; each takes a shell two or three.
hands() {
  hands=
  if command -v perl; then
    perl "$w/hands" <"$w/ask" >"$w/say" 3>&- &
    exec 5>"$w/ask" 6<"$w/say"
    IFS= read -r hands <&6
  fi
}

finish() {
  leave
  mark Z
  exit 0
}

begin() {
  if [ -e "$w/gone" ]; then exit 1; fi
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
  mark E "$i" "$@"
}

# A step that cannot be done: INDEX WORDS STOP
refuse() {
  begin "$1"
  echo "$2" >&4
  mark E "$1" F
  if [ -n "$3" ]; then finish; fi
}

directory() { # DIRECTORY MASK
  if [ -d "$1" ]; then return 0; fi
  umask "$2"
  mkdir -p "$1"
  s=$?
  umask 077
  return "$s"
}

# Finds out which of the directories, by number, are on the file system of $w: there one rename puts a file in its place.
# Elsewhere, or without a 'df' that tells, it takes two steps. DIRECTORY...
survey() {
  n=$#
  for d; do
    until [ -d "$d/" ]; do d=${d%/*}; done
    set -- "$@" "$d/"
    shift
  done
  near=$(df -P "$w" "$@" 2>/dev/null | same "$n") || near=' '
}

# The lines of 'df' for one file system are the same in every field.
same() { # HOW-MANY
  read -r line
  read -r here
  found=' '
  n=0
  while read -r line; do
    if [ "$line" = "$here" ]; then found="$found$n "; fi
    n=$((n + 1))
  done
  if [ "$n" -eq "$1" ]; then echo "$found"; else echo ' '; fi
}

# Lets a finished temporary file take its place: TARGET
place() {
  mv -f "$t" "$1" || return
  t=
  if [ -n "$restorecon" ]; then restorecon "$1" || :; fi
}

# The mode and the owner of a file.
traits() {
  # shellcheck disable=SC2012,SC2046 # as in owner
  set -- $(ls -ldn "$1")
  echo "${1%[.+@]} $3:$4"
}

# Whether two files are the same in content, mode and owner.
alike() {
  cmp -s "$1" "$2" && [ "$(traits "$1")" = "$(traits "$2")" ]
}

# FILE OWNER MODE; the last two may be empty
own() {
  if [ -n "$2" ]; then chown "$2" "$1" || return; fi
  if [ -n "$3" ]; then chmod "$3" "$1"; fi
}

# Whether the hands could put it: SOURCE TARGET DIRECTORY; sets s to the status
hand() {
  if [ -z "$hands" ]; then return 1; fi
  answer=
  printf '%s\0' "$w/$1" "$2" "$3" >&5
  IFS= read -r answer <&6 || hands=
  s=0
  case $answer in
    same) same=same ;;
    done) if [ -n "$restorecon" ]; then restorecon "$2" || :; fi ;;
    failed) s=1 ;;
    *) return 1 ;;
  esac
}

# SOURCE TARGET DIRECTORY PLACE OWNER MODE; PLACE is the directory's number, the last two may be empty. Sets same if
# there was nothing to do.
put() {
  same=
  if [ -z "$5$6" ] && hand "$1" "$2" "$3"; then return "$s"; fi
  if [ -f "$2" ] && [ ! -h "$2" ]; then
    own "$w/$1" "$5" "$6" || return
    if alike "$w/$1" "$2"; then
      same=same
      return
    fi
  fi
  if [ -d "$2" ]; then
    echo "it is a directory"
    return 1
  fi
  directory "$3" 022 || return
  if [ -z "$near" ]; then places; fi
  case $near in
    *" $4 "*) t=$w/$1 ;;
    *)
      t=$3/.provision-$id-$1
      mv -f "$w/$1" "$t" || return
      ;;
  esac
  own "$t" "$5" "$6" || return
  place "$2"
}

put_file() { # INDEX SOURCE TARGET DIRECTORY PLACE OWNER MODE
  begin "$1"
  put "$2" "$3" "$4" "$5" "$6" "$7" >&4 2>&4
  s=$?
  drop
  ended "$1" "$s" P "${same:-new}"
}

drop() {
  if [ -n "$t" ]; then
    rm -f "$t"
    t=
  fi
}

# Prints the owner of a directory as UID:GID.
owner() {
  # shellcheck disable=SC2012,SC2046 # the fields of POSIX 'ls -n' are numbers
  set -- $(ls -ldn "$1")
  echo "$3:$4"
}

# Lets a new file of root's belong to whom a directory belongs: FILE DIRECTORY
give() {
  if [ "$me" -eq 0 ]; then
    o=$(owner "$2")
    if [ "$o" != 0:0 ]; then chown "$o" "$1"; fi
  fi
}

# Finds out which keys are not in a file: SOURCE FILE; SOURCE holds pairs of lines: the key's encoding, the line to add.
# Sets added to their number, new to their lines, break if the file's last line has no end.
missing() {
  known=' '
  break=
  if [ -e "$2" ]; then
    while IFS= read -r line || { [ -n "$line" ] && break=1; }; do
      case $line in
        '#'*) ;;
        *) known="$known$line " ;;
      esac
    done <"$2" || return
  fi
  added=0
  new=
  while IFS= read -r key && IFS= read -r line; do
    case $known in
      *" $key "*) ;;
      *)
        added=$((added + 1))
        known="$known$key "
        new="$new$line
"
        ;;
    esac
  done <"$w/$1"
}

# SOURCE FILE DIRECTORY HOME
authorize() {
  if [ -d "$2" ]; then
    echo "it is a directory"
    return 1
  fi
  missing "$1" "$2" || return
  if [ ! -d "$3" ]; then
    directory "$4" 022 && directory "$3" 077 && give "$3" "$4" || return
  else
    case $3 in */.ssh) chmod 700 "$3" || return ;; esac
  fi
  if [ "$added" -eq 0 ] && [ -e "$2" ]; then
    chmod 600 "$2"
    return
  fi
  t=$3/.provision-$id-$1
  {
    if [ -e "$2" ]; then cat "$2" || return; fi
    if [ -n "$break" ]; then echo; fi
    printf '%s' "$new"
  } >"$t" || {
    # Some shells say no more than 'I/O error'.
    echo "$new" | cat >>"$t"
    return 1
  }
  give "$t" "$3" && place "$2"
}

authorize_keys() { # INDEX SOURCE FILE DIRECTORY HOME
  begin "$1"
  added=0
  authorize "$2" "$3" "$4" "$5" >&4 2>&4
  s=$?
  drop
  ended "$1" "$s" K "$added"
}

# Ends the script's processes when its time is over: SECONDS COOKIE. Those that left its process group are known by
# the cookie in their environment, where the system shows that.
watch() {
  trap - EXIT
  other=$!
  trap 'if [ "$!" != "$other" ]; then kill "$!"; fi; exit' TERM
  # A signal that comes before the trap is set gets lost in some shells.
  if [ -e "$w/over" ]; then exit; fi
  sleep "$1" &
  wait "$!"
  true >"$w/late"
  trap '' TERM
  p=$(cat "$w/pid")
  g=$p
  if [ -n "$setsid" ]; then g=-$p; fi
  kill -TERM "$g"
  n=0
  while kill -0 "$g" && [ "$n" -lt 20 ]; do
    sleep 0.1 || sleep 1
    n=$((n + 1))
  done
  kill -KILL "$g"
  for e in $(grep -lsF "$2" /proc/[0-9]*/environ); do
    p=${e#/proc/}
    kill -KILL "${p%/environ}"
  done
}

# Runs the file TARGET, or INTERPRETER TARGET: INDEX SECONDS [INTERPRETER] TARGET
run() {
  (
    trap - EXIT
    cd "${HOME:-/}" || cd /
    umask "$u"
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
    # Redirected here and no earlier, lest a shell report there how the script died.
    exec $setsid "$@" </dev/null >&3 2>&4 3>&- 4>&- 5>&- 6<&-
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
  put "$2" "$3" "$4" "$5" '' "$6" >&4 2>&4
  s=$?
  drop
  if [ "$s" -ne 0 ]; then
    mark E "$1" F
    if [ -n "$9" ]; then finish; fi
    return
  fi
  mark R "$1"
  if [ -n "$8" ]; then
    rm -f "$w/pid" "$w/late" "$w/over"
    watch "$8" "PROVISION_STEP=$id-$1" 3>&- 4>&- 5>&- 6<&- &
    watch=$!
  fi
  # shellcheck disable=SC2086 # an empty interpreter is no argument
  run "$1" "$8" $7 "$3"
  s=$?
  if [ "$s" -eq 126 ] && [ -z "$7" ] && [ ! -x "$3" ]; then
    echo "$3 cannot be executed: its mode forbids it, or its file system is mounted noexec" >&4
  fi
  if [ -n "$8" ]; then
    true >"$w/over"
    if [ ! -e "$w/late" ]; then kill "$watch"; fi
    wait "$watch"
  fi
  if [ -n "$8" ] && [ -e "$w/late" ]; then
    mark E "$1" T
    s=1
  elif [ "$s" -le 128 ]; then
    mark E "$1" X "$s"
  else
    case $(signal "$s") in
      [A-Z]*) mark E "$1" S "$(signal "$s")" ;;
      *) mark E "$1" X "$s" ;;
    esac
  fi
  if [ "$s" -ne 0 ] && [ -n "$9" ]; then finish; fi
}

t=
near=
me=$(id -u)
