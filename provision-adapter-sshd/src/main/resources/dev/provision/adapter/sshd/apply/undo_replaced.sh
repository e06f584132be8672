# Puts back what a run has replaced; see docs/adr/0105. Says of each path what was done, as a script would: a word, the
# path, and a reason.

sets=
before=
after=

# Lists the sets, the newest first: ID HOW-MANY UNDONE ABOUT
list_replaced() { # INDEX
  begin "$1"
  mark R "$1"
  if recall; then
    sets=
    for d in "$memory"/replaced/*/; do
      if [ -f "$d/list" ]; then
        d=${d%/}
        read_set "$d"
        undone=-
        if [ -e "$d/undone" ]; then read -r undone <"$d/undone"; fi
        about=
        read -r about <"$d/about"
        sets="set ${d##*/} $paths $undone $about$line_feed$sets"
      fi
    done
    printf '%s' "$sets" >&3
  else
    printf 'fault %s\n' "$fault" >&3
  fi
  mark E "$1" X 0
}

# Reads the list of a set: DIRECTORY. Sets all to the numbers of what it replaced, paths to how many these are.
read_set() {
  all=
  paths=0
  while read -r number word rest; do
    case $word in
      before)
        eval "path_$number=\${rest##* } before_$number=\${rest% *} after_$number=unknown"
        all="$all $number"
        ;;
      after) eval "after_$number=\$rest" ;;
      same) eval "after_$number=same" ;;
    esac
  done <"$1/list"
  # shellcheck disable=SC2086 # numbers
  set -- $all
  all=
  for number; do
    eval "after=\$after_$number"
    if [ "$after" != same ]; then
      all="$all $number"
      paths=$((paths + 1))
    fi
  done
}

# INDEX SET FORCE DRY; SET may be empty, for the newest one that has not been undone.
undo_replaced() {
  begin "$1"
  mark R "$1"
  fault=
  how=$3$4
  if recall && choose_set "$2"; then
    printf 'set %s\n' "${chosen##*/}" >&3
    read_set "$chosen"
    examine
    if [ -z "$dry$4" ] && { [ -z "$changed" ] || [ -n "$3" ]; }; then put_back; fi
  fi
  if [ -n "$fault" ]; then printf 'fault %s\n' "$fault" >&3; fi
  mark E "$1" X 0
}

choose_set() {
  chosen=
  if [ -n "$1" ]; then
    chosen=$memory/replaced/$1
    if [ ! -f "$chosen/list" ]; then
      fault="nothing is kept there under $1"
      return 1
    fi
    if [ -e "$chosen/undone" ]; then
      read -r at <"$chosen/undone"
      fault="$1 was undone on $at"
      return 1
    fi
    return
  fi
  for d in "$memory"/replaced/*; do
    if [ -f "$d/list" ] && [ ! -e "$d/undone" ]; then chosen=$d; fi
  done
  if [ -n "$chosen" ]; then return; fi
  fault="nothing is kept there that could be put back"
  return 1
}

# Tells what would be done with each path. Sets changed if one is not as the run left it.
examine() {
  changed=
  for number in $all; do
    recollect
    found=found
    inspect "$path" '' '' '' || found=
    if [ -z "$found" ]; then
      verdict=unknown
    elif [ "$state" = "$before" ]; then
      verdict=same
    elif [ "$state" = "$after" ]; then
      verdict=ready
    else
      verdict=changed
    fi
    eval "verdict_$number=\$verdict"
    case $verdict in
      same) report same ;;
      changed | unknown)
        changed=changed
        if [ -z "$how" ] || [ "$how" = dry ]; then report changed; fi
        ;;
      ready) if [ "$how" = dry ] || [ "$how" = forcedry ]; then report_done; fi ;;
    esac
    if [ "$how" = forcedry ] && [ "$verdict" = changed ]; then report_done; fi
  done
}

# Sets what is known of $number.
recollect() {
  eval "path=\$path_$number before=\$before_$number after=\$after_$number verdict=\${verdict_$number-}"
  unescape "$path"
  word=$path
  path=$plain
}

report() { # WORD REASON
  printf '%s %s%s\n' "$1" "$word" "${2:+ $2}" >&3
}

report_done() {
  case $before in
    none) report removed ;;
    *) report restored ;;
  esac
}

failed() { # REASON
  # shellcheck disable=SC2086 # in one line
  report failed "$(set -f && echo $1)"
  failures=failures
}

# New files go first, then new directories, the deepest first; then directories come back, and what was in them.
put_back() {
  failures=
  reversed=
  for number in $all; do reversed="$number $reversed"; done
  for number in $all; do on none remove_new; done
  for number in $reversed; do on none remove_directory; done
  for number in $reversed; do on dir make_directory; done
  for number in $all; do on file restore_file && on link restore_link; done
  for number in $reversed; do on dir restore_traits; done
  if [ -z "$failures" ]; then
    date -u +%Y-%m-%dT%H:%M:%SZ >"$chosen/undone" || echo "an earlier day" >"$chosen/undone"
  fi
}

# Does something with $number if what was there was of this kind: KIND FUNCTION
on() {
  recollect
  if [ "$verdict" = same ] || [ "$verdict" = "done" ] || [ "${before%% *}" != "$1" ]; then return 0; fi
  said=$("$2" 2>&1)
  s=$?
  if [ "$s" -eq 96 ]; then return 0; fi
  eval "verdict_$number=done"
  if [ "$s" -eq 0 ]; then report_done; else failed "${said:-"it was changed in the meantime"}"; fi
  return 0
}

# Goes to the directory of $path, which must be there, and sets name.
stand_beside() {
  trap - EXIT
  dry=dry
  way=${path%/*}
  approach "${way:-/}" ''
  s=$?
  if [ "$s" -eq 98 ]; then echo "its directory is not there"; fi
  name=${path##*/}
  return "$s"
}

# Ends with 96 where it is for another one to do, as all that follow.
remove_new() {
  stand_beside || return
  if [ ! -h "./$name" ] && [ -d "./$name" ]; then return 96; fi
  rm -f "./$name"
}

remove_directory() {
  stand_beside || return
  rmdir "./$name"
}

# Removes what is in the place of something of another kind: KIND, which stays.
clear_place() {
  if [ -h "./$name" ]; then
    if [ "$1" != link ]; then rm -f "./$name"; fi
  elif [ -d "./$name" ]; then
    if [ "$1" != dir ]; then rmdir "./$name"; fi
  elif [ -e "./$name" ] && [ "$1" != file ]; then
    rm -f "./$name"
  fi
}

make_directory() {
  stand_beside && clear_place dir || return
  if [ ! -d "./$name" ]; then mkdir "./$name" || return; fi
  return 96
}

restore_traits() {
  stand_beside && [ ! -h "./$name" ] && cd -P "./$name" && inside_of "$path" || return
  # shellcheck disable=SC2086 # its fields
  set -- $before
  if [ "$(owner .)" != "$3" ]; then chown "$3" . || return; fi
  chmod "$(symbols "$2")" .
}

inside_of() {
  if [ "$(pwd -P && echo .)" = "$1$line_feed." ]; then return; fi
  echo "it was changed in the meantime"
  return 1
}

# The mode that 'ls' shows, as 'chmod' takes it: LETTERS
symbols() {
  letters=${1#?}
  users=${letters%??????}
  letters=${letters#???}
  groups=${letters%???}
  echo "u=$(bits "$users"),g=$(bits "$groups"),o=$(bits "${letters#???}")$(case $1 in *[tT]) echo ,+t ;; esac)"
}

bits() {
  case $1 in r*) printf r ;; esac
  case $1 in ?w*) printf w ;; esac
  case $1 in *[xst]) printf x ;; esac
  case $1 in *[sS]) printf s ;; esac
}

restore_link() {
  stand_beside && clear_place none && rm -f "./$name" && cp -pPR "$chosen/$number" "./$name"
}

# As a file step puts it: this one is not called in a process of its own.
restore_file() {
  (stand_beside && clear_place file) || return
  cp -p "$chosen/$number" "$w/back" || return
  # shellcheck disable=SC2086 # its fields
  set -- $before
  whose=$4
  case $3 in
    *[sS]*) whose= ;;
  esac
  if [ "${whose%:*}" = "$me" ]; then whose=; fi
  way=${path%/*}
  put back "$path" "${way:-/}" - "$whose" '' ''
  s=$?
  drop
  return "$s"
}
