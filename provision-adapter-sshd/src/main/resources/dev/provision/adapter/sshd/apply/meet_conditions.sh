# Decides whether steps are needed, and remembers what that takes; see docs/adr/0019. Comes after the runner, whose
# 'mark' and 'finish' it replaces: so it hears of the end of each step. Sent only where a step has conditions.
#
# What is remembered are files: once/KEY, that a step has succeeded; due/KEY, that a step is due. 'dependants', which
# follows this text, lists each KEY of due with the steps that it depends on.

# What this run has done: the steps that have changed something; the keys under which it has made a step due.
changed=' '
made_due=' '
release=
# The step whose conditions hold, while it is applied; and while steps are only compared, the keys of it that are not
# due so far.
applying=
index=
asleep=

mark() {
  if [ "$1" = E ]; then
    words=
    note "$2" "$3$4"
    if [ -n "$words" ]; then set -- "$1" "$2" "$3" "$4" "${5:+$5; }$words"; fi
  fi
  say "$@"
}

finish() {
  sort_due
  end_run
}

# Removes what is due for nothing.
sort_due() {
  idle=
  dependants forget
  # shellcheck disable=SC2086 # keys
  if [ -n "$idle" ]; then (trap - EXIT && cd "$memory/due" && rm -f $idle); fi
}

# Takes note of the end of a step: INDEX OUTCOME. Sets words to a remark, if there is one.
note() {
  if [ -n "$dry" ]; then
    if [ "$1" = "$index" ] && [ -n "$asleep" ]; then words=idle$asleep; fi
    return
  fi
  case $2 in
    D0/0) ;;
    Pnew | K[1-9]* | D*) changed="$changed$1 " ;;
    [XST]*) if [ "$applying" = "$1" ]; then changed="$changed$1 "; fi ;;
  esac
  if [ "$applying" != "$1" ]; then return; fi
  applying=
  case $2 in P* | K* | D* | X0) succeeded ;; esac
}

# Remembers that the step has succeeded.
succeeded() {
  for key in $once; do
    date -u +%Y-%m-%dT%H:%M:%SZ >"$memory/once/$key" || echo "an earlier day" >"$memory/once/$key"
    printf '%s\n' "$step" >>"$memory/once/$key" || [ -e "$memory/once/$key" ] || forgotten
  done
  for key in $due; do
    if [ -e "$memory/due/$key" ]; then rm -f "$memory/due/$key" || forgotten; fi
  done
}

forgotten() {
  words="its success could not be recorded in $memory, so it will be applied again"
}

# Adds a key to idle if its step was made due for nothing: KEY INDEXES
forget() {
  case $made_due in *" $1 "*) ;; *) return ;; esac
  if ! touched "$2"; then idle="$idle $1"; fi
}

# Whether one of these steps has changed something: INDEXES
touched() {
  for one in $1; do
    case $changed in *" $one "*) return 0 ;; esac
  done
  return 1
}

# Whether a step is needed; if not, that is its end: INDEX STOP TARGET CONDITION... A condition is: system SYSTEMS
# ARCHITECTURES; once KEY; changed KEY INDEXES.
needed() {
  index=$1
  stop=$2
  step=$3
  shift 3
  once=
  due=
  asleep=
  why=
  fault=
  applying=
  while [ "$#" -gt 0 ] && [ -z "$why$fault" ]; do
    case $1 in
      system)
        on_system "$2" "$3"
        shift 3
        ;;
      once)
        once="$once $2"
        not_done "$2"
        shift 2
        ;;
      changed)
        due="$due $2"
        is_due "$2" "$3"
        shift 3
        ;;
    esac
  done
  if [ -z "$why$fault" ] && [ -n "$once" ] && [ -z "$dry" ]; then try once; fi
  if [ -n "$dry" ] && [ -n "$why$fault" ]; then
    begin "$index"
    mark R "$index"
    echo "${why:+not needed: }$why$fault" >&4
    mark E "$index" X 0
    return 1
  fi
  if [ -n "$fault" ]; then
    refuse "$index" "$fault" "$stop"
    return 1
  fi
  if [ -n "$why" ]; then
    mark E "$index" N - "$why"
    return 1
  fi
  applying=$index
}

# Makes a step due before another one is applied, on which it depends; that one fails if this does: INDEX STOP TARGET
# KEY [SYSTEMS ARCHITECTURES]...
expect() {
  index=$1
  stop=$2
  dependant=$3
  key=$4
  case $made_due in *" $key "*) return ;; esac
  shift 4
  why=
  fault=
  while [ "$#" -gt 0 ]; do
    on_system "$1" "$2"
    if [ -n "$why" ]; then return; fi
    shift 2
  done
  since=
  if [ "$dependant" = reboot ]; then this_boot; fi
  if recall && is_pending "$key"; then return; fi
  # shellcheck disable=SC2086 # no line without a word
  if try due && { printf '%s\n' "$dependant" $since >"$memory/due/$key" || is_pending "$key"; }; then
    made_due="$made_due$key "
    return
  fi
  refuse "$index" "$dependant depends on this, but ${fault:-"$memory cannot be written"}" "$stop"
  return 1
}

# Sets why if this is none of the systems: SYSTEMS ARCHITECTURES
on_system() {
  if [ -n "$1" ]; then
    if [ -z "$release" ]; then identify; fi
    among "$1" "$is $like" || why="only for $list; this is ${is:-"a system without a name"}"
  fi
  if [ -n "$2" ] && [ -z "$why" ]; then
    machine=$(uname -m)
    case $machine in
      x86_64 | amd64) called="x86_64 amd64" ;;
      aarch64 | arm64) called="aarch64 arm64" ;;
      *) called=$machine ;;
    esac
    among "$2" "$called" || why="only for $list; this is $machine"
  fi
}

# Whether one of these words is among those: WORDS WORDS. Sets list to the first ones, for a sentence.
among() {
  list=
  found=
  for one in $1; do
    list="${list:+$list, }$one"
    case " $2 " in *" $one "*) found=found ;; esac
  done
  [ -n "$found" ]
}

# Sets is to what the system is called, and like to what it is like.
identify() {
  release=/etc/os-release
  if [ ! -r "$release" ]; then release=/usr/lib/os-release; fi
  is=
  like=
  if [ -r "$release" ]; then
    while IFS='=' read -r name value || [ -n "$name" ]; do
      value=${value#[\"\']}
      value=${value%[\"\']}
      case $name in
        ID) is=$value ;;
        ID_LIKE) like=$value ;;
      esac
    done <"$release"
  fi
}

# Sets why if the step has been done: KEY
not_done() {
  if recall && [ -e "$memory/once/$1" ]; then
    at=
    read -r at <"$memory/once/$1"
    why="it ran on ${at:-"an earlier day"}"
  fi
}

# Sets why if the step is not due: KEY INDEXES. What other steps would change, the node does not know.
is_due() {
  recall || return
  case $made_due in
    *" $1 "*) ;;
    *)
      if is_pending "$1"; then return; fi
      if [ -z "$dry" ] && [ -e "$memory/due/$1" ]; then rm -f "$memory/due/$1"; fi
      ;;
  esac
  if [ -n "$dry" ]; then
    asleep="$asleep $1"
  else
    touched "$2" || why="nothing it depends on has changed"
  fi
}

# Whether what is remembered as due still is: KEY. A restart is not after another start of the system, whoever caused it.
is_pending() {
  if [ ! -e "$memory/due/$1" ]; then return 1; fi
  marked=
  for_boot=
  { read -r marked && read -r for_boot; } <"$memory/due/$1"
  if [ "$marked" != reboot ] || [ -z "$for_boot" ]; then return; fi
  this_boot
  [ "$for_boot" = "$since" ]
}

# Sets since to the name of this start of the system.
this_boot() {
  read -r since </proc/sys/kernel/random/boot_id
}
