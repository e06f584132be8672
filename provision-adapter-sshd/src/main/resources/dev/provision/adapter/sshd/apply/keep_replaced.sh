# Keeps what a run replaces, so that it can be put back; see docs/adr/0105. Comes after the runner, whose 'say' it
# replaces: so it hears of the end of each step.
#
# A set is a directory: 'about', who made it; copies, called by numbers; and 'list', to which lines are added: NUMBER
# before STATE PATH, written before the change; NUMBER after STATE, written when the step has ended; or NUMBER same.

kept=
number=0
pending=
replaced=
before=

say() {
  case $1 in
    E) if [ -n "$pending" ]; then settle_kept; fi ;;
    O | Z) if [ -n "$kept" ] && [ -z "$replaced" ]; then rm -rf "$kept"; fi ;;
  esac
  printf '%s %s\n' "$nonce" "$*" >&3 && printf '%s %s\n' "$nonce" "$*" >&4 || exit 94
}

# Makes the set. Sets fault if that cannot be.
begin_set() {
  if [ -n "$kept" ]; then return; fi
  try replaced || return
  # Several of one second are in order, too.
  name=$memory/replaced/$(date -u +%Y%m%dT%H%M%SZ)
  twin=0
  while [ -e "$name-$twin" ] && [ "$twin" -lt 9 ]; do twin=$((twin + 1)); done
  if why_not=$(mkdir "$name-$twin" 2>&1) && printf '%s\n' "$holder" >"$name-$twin/about"; then
    kept=$name-$twin
    return
  fi
  fault="what it replaces cannot be kept in $memory: ${why_not##*: }"
  return 1
}

# Keeps what a file step would replace, or refuses the step: INDEX STOP TARGET OWNER
keep_file() {
  fault=
  case $3 in /proc/* | /sys/*) return ;; esac
  begin_set && owned_by "$4" && keep_path "$3" "$wanted" follow && return
  refuse "$1" "$fault" "$2"
  return 1
}

# The same for a directory step; what it would change says a comparison: INDEX STOP TARGET OWNER DELETE PATTERN...
keep_directory() {
  fault=
  n=$1
  stop=$2
  target=$3
  if begin_set; then
    shift 2
    there=
    if [ -e "$w/$n" ]; then there=there; fi
    (only_compare "$n" "$@") 2>"$w/changes" >/dev/null
    # What a step cannot do, it says itself.
    if [ -z "$there" ]; then rm -f "$w/$n"; fi
    rm -rf "$w/d"
    keep_changes && return
  fi
  refuse "$n" "$fault" "$stop"
  return 1
}

only_compare() {
  trap - EXIT
  dry=dry
  in_directory compare "$@"
}

keep_changes() {
  keep_root || return
  while IFS= read -r line; do
    case $line in
      [+~-]?*)
        unescape "${line#?}"
        if [ "$plain" = . ]; then continue; fi
        path=${target%/}/$plain
        case $line in
          # Something else may still be in the place of its directory.
          +*) number=$((number + 1)) && state=none && real=$path && note_down ;;
          *) keep_path "$path" '' '' ;;
        esac || return
        ;;
    esac
  done <"$w/changes"
}

# The directory itself, which a link may lead to.
keep_root() {
  keep_path "${target%/}" '' follow || return
  case $state in "dir "*) target=$real ;; esac
}

# Sets wanted to the number of the user who may have made links on the way: OWNER
owned_by() {
  wanted=
  if [ -z "$1" ]; then return; fi
  true >"$w/whose" && own "$w/whose" "$1" '' >/dev/null 2>&1 || return 0
  wanted=$(owner "$w/whose")
  wanted=${wanted%:*}
}

# Keeps what is at a path, if anything is: PATH WANTED FOLLOW
keep_path() {
  state=
  number=$((number + 1))
  if ! inspect "$1" "$2" "$3" "$kept/$number"; then
    # Where the way to it is refused, the step says so.
    if [ -z "$fault" ]; then return 0; fi
    return 1
  fi
  note_down
}

# Writes down what is at $real before the change.
note_down() {
  escape "$real"
  if why_not=$({ printf '%s\n' "$number before $state $escaped" >>"$kept/list"; } 2>&1); then
    pending="$pending $number"
    eval "real_$number=\$real before_$number=\$state"
    return
  fi
  fault="what it replaces cannot be kept in $kept: ${why_not##*: }"
  return 1
}

# When a step has ended: what it left, so that it can be told from what others change later.
settle_kept() {
  for one in $pending; do
    eval "real=\$real_$one before=\$before_$one"
    inspect "$real" '' '' '' || state=unknown
    if [ "$state" = "$before" ]; then
      echo "$one same" >>"$kept/list"
      rm -rf "${kept:?}/$one"
    else
      echo "$one after $state" >>"$kept/list"
      if [ -z "$replaced" ]; then prune; fi
      replaced=replaced
    fi
  done
  pending=
}

# Only the newest sets stay.
prune() {
  set -- "$memory"/replaced/*
  while [ "$#" -gt 5 ]; do
    case $1 in "$kept") ;; *) rm -rf "$1" ;; esac
    shift
  done
}
