# Directories where there is no Perl: slower, and with the same result; see docs/adr/0097.

# Does what put_directories.pl does, in the present directory: PATTERN...
directory_by_shell() {
  top=$(pwd -P)
  top=${top%/}
  list=$w/$n.list
  keeps=0
  for p; do
    keeps=$((keeps + 1))
    eval "keep_$keeps=\$p"
  done
  rm -rf "$w/written" "$w/removed" "$w/later" "$w/d"
  true >"$w/written" && true >"$w/removed" && true >"$w/later" || return
  dry=
  if [ "$how" = compare ]; then dry=dry; fi
  if [ -n "$delete" ] && [ ! -r /proc/self/mountinfo ]; then
    echo "without /proc, nobody knows what is mounted there, so nothing is removed" >&2
    return 1
  fi
  unpack_contents && find_obstacles || return
  if [ -n "$delete" ]; then
    known=$(while read -r kind mode size word name; do printf '%s\n' "/$name"; done <"$list")
    known="
$known
"
    sweep '' || return
  fi
  if [ -z "$dry" ] && [ -z "$move" ]; then find_move; fi
  linked=0
  each_entry && each_mode || return
  if [ "$linked" -gt 0 ]; then
    remark "other names of $linked replaced files (hard links) still have the old content"
  fi
}

# Tells how much was written and removed.
show_tally() {
  if [ -e "$w/removed" ]; then echo "$(wc -l <"$w/written" | tr -d ' ')/$(wc -l <"$w/removed" | tr -d ' ')"; fi
}

# Asks for the contents of all files, and waits for them.
ask_for_contents() {
  k=0
  ranges=
  first=
  while read -r kind mode size word name; do
    if [ "$kind" = f ] && [ -z "$first" ]; then
      first=$k
    elif [ "$kind" != f ] && [ -n "$first" ]; then
      ranges=$ranges${ranges:+,}$first-$((k - 1))
      first=
    fi
    if [ "${#ranges}" -gt 3000 ]; then
      mark N "$n" "$ranges,"
      ranges=
    fi
    k=$((k + 1))
  done <"$list"
  if [ -n "$first" ]; then ranges=$ranges${ranges:+,}$first-$((k - 1)); fi
  # The pipe is open before anything is sent.
  {
    mark N "$n" "$ranges."
    read -r size && head -c "$size" >"$w/$n"
  } <"$w/rest"
  if [ "$(wc -c <"$w/$n")" -ne "${size:-0}" ]; then
    echo "its content did not arrive" >&2
    return 1
  fi
}

# The contents, each in a file named by the place of its entry, which only we can change.
unpack_contents() {
  if [ ! -e "$w/$n" ]; then ask_for_contents || return; fi
  mkdir "$w/d" || return
  if command -v tar >/dev/null; then
    tar -x -p -o -m -C "$w/d" -f "$w/$n"
    return
  fi
  k=0
  block=1
  while read -r kind mode size word name; do
    if [ "$kind" = f ]; then
      full=$((size / 512))
      true >"$w/d/$k"
      if [ "$full" -gt 0 ]; then
        dd if="$w/$n" of="$w/d/$k" bs=512 skip="$block" count="$full" 2>/dev/null || return
      fi
      if [ "$((full * 512))" -lt "$size" ]; then
        dd if="$w/$n" bs=1 skip="$(((block + full) * 512))" count="$((size - full * 512))" 2>/dev/null >>"$w/d/$k" || return
      fi
      block=$((block + 1 + (size + 511) / 512))
    fi
    k=$((k + 1))
  done <"$list"
}

# Sets there to what kind of thing that is, if any: FILE
kind_of() {
  there=
  if [ -h "$1" ]; then
    there=l
  elif [ -d "$1" ]; then
    there=d
  elif [ -f "$1" ]; then
    there=f
  elif [ -e "$1" ]; then
    there=other
  fi
}

# Before anything changes: what is in the place of an entry, and is not replaced.
find_obstacles() {
  while read -r kind mode size word name; do
    unescape "$name"
    if [ "$plain" = . ]; then continue; fi
    kind_of "$top/$plain"
    case $kind$there in d | f | l | dd | ff | fl | lf | ll) continue ;; esac
    if [ -z "$delete" ]; then
      case $there in
        d) it="a directory" ;;
        l) it="a link" ;;
        f) it="a file" ;;
        *) it="a device, a pipe or a socket" ;;
      esac
      printf '%s\n' "$plain: it is $it on the node, which is replaced only with 'delete'" >&2
      return 1
    elif [ "$there" = d ]; then
      if ! (stand_above "$plain" && clear "$plain" "${plain##*/}" look); then
        echo "$plain: it is a directory on the node, in which something is kept" >&2
        return 1
      fi
    fi
  done <"$list"
}

# Goes into a directory below the target, and makes sure that it is there: PATH
stand() {
  cd -P "$top/$1" || return
  here=$top${1:+/$1}
  # A name may end with line feeds.
  if [ "$(pwd -P && echo .)" != "$here
." ]; then
    echo "$1: it was changed in the meantime" >&2
    return 1
  fi
  survey_here
}

stand_above() {
  case $1 in
    */*) stand "${1%/*}" ;;
    *) stand '' ;;
  esac
}

# Removes what is no entry, below the present directory: its PATH
sweep() {
  for f in ./* ./.[!.]* ./..?*; do
    f=${f#./}
    kind_of "./$f"
    if [ -z "$there" ]; then continue; fi
    below=${1:+$1/}$f
    escape "$below"
    case $known in
      *"
/$escaped
"*) if [ "$there" = d ]; then (stand "$below" && sweep "$below") || return; fi ;;
      *)
        clear "$below" "$f" "$dry"
        if [ "$?" -gt 1 ]; then return 2; fi
        ;;
    esac
  done
}

# Removes something with all that is in it, but no mount point, and nothing that is kept: PATH NAME DRY. Fails with 1 if
# something of it stays, with 2 if something went wrong.
clear() {
  if kept "$1"; then return 1; fi
  if [ -h "./$2" ] || [ ! -d "./$2" ]; then
    if [ -z "$3" ]; then
      why=$(rm -f "./$2" 2>&1) || stays "$1" "$2" || return
      echo >>"$w/removed"
    elif [ "$3" = dry ]; then
      show - "$1"
    fi
    return 0
  fi
  if mounted "$1"; then
    why=busy
    stays "$1" "$2"
    return
  fi
  (
    stand "$1" || exit 2
    all=0
    for f in ./* ./.[!.]* ./..?*; do
      if [ -e "$f" ] || [ -h "$f" ]; then
        clear "$1/${f#./}" "${f#./}" "$3"
        s=$?
        if [ "$s" -gt "$all" ]; then all=$s; fi
      fi
    done
    exit "$all"
  ) || return
  if [ -z "$3" ]; then
    why=$(rmdir "./$2" 2>&1) || stays "$1" "$2" || return
    echo >>"$w/removed"
  elif [ "$3" = dry ]; then
    show - "$1"
  fi
}

# Why something is not removed: PATH NAME
stays() {
  case $why in
    *busy*)
      if [ -z "$dry" ]; then remark "$1 is a mount point, so it was not removed"; fi
      return 1
      ;;
  esac
  echo "$1: $(explain "$why" "./$2")" >&2
  return 2
}

mounted() {
  while read -r rest rest rest rest place rest; do
    case $place in
      *\\*)
        place=$(printf '%b.' "$(printf '%s' "$place" | sed 's/\\/\\0/g')")
        place=${place%.}
        ;;
    esac
    if [ "$place" = "$top/$1" ]; then return; fi
  done </proc/self/mountinfo
  return 1
}

# Whether a path matches a pattern of what is kept.
kept() {
  j=0
  while [ "$j" -lt "$keeps" ]; do
    j=$((j + 1))
    eval "p=\${keep_$j%/}"
    # shellcheck disable=SC2254 # it is a pattern
    case $p in
      */*) if by_names "${p#/}" "$1"; then return; fi ;;
      *) case ${1##*/} in $p) return ;; esac ;;
    esac
  done
  return 1
}

by_names() { # PATTERN PATH
  p=$1
  q=$2
  while :; do
    # shellcheck disable=SC2254 # it is a pattern
    case ${q%%/*} in
      ${p%%/*}) ;;
      *) return 1 ;;
    esac
    case $p,$q in
      */*,*/*)
        p=${p#*/}
        q=${q#*/}
        ;;
      */*) return 1 ;;
      *) return 0 ;;
    esac
  done
}

show() { # SIGN PATH
  escape "$2"
  printf '%s\n' "$1$escaped" >&2
}
