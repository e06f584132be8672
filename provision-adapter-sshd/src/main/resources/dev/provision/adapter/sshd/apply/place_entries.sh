# Puts the entries of a directory in their places, one by one; behind directory_by_shell.sh.

each_entry() {
  at=none
  k=0
  while read -r kind mode size word name; do
    number=$k
    k=$((k + 1))
    unescape "$name"
    if [ "$plain" = . ]; then
      stand '' || return
      at=
      ideal d "$mode"
      had=$(traits .)
      if [ "$had" != "$ideal" ] || [ -n "$made" ]; then differs '~' && later; fi
      continue
    fi
    in=
    case $plain in */*) in=${plain%/*} ;; esac
    if [ -n "$dry" ] && ! kind_there "$in"; then
      show + "$plain"
      continue
    fi
    if [ "$in" != "$at" ]; then
      at=none
      stand "$in" || return
      at=$in
    fi
    name=${plain##*/}
    kind_of "./$name"
    case $kind in
      d) entry_directory ;;
      f) entry_file ;;
      l) entry_link ;;
    esac || return
  done <"$list"
}

# Whether a directory below the target is one: PATH, or nothing
kind_there() {
  kind_of "$top/$1"
  [ "$there" = d ] || [ -z "$1" ]
}

# Sets ideal to the traits that an entry is to have: KIND MODE
ideal() {
  eval "ideal=\${ideal_$1_$2-}"
  if [ -n "$ideal" ]; then return; fi
  rm -rf "$w/ideal"
  if [ "$1" = d ]; then mkdir "$w/ideal"; else true >"$w/ideal"; fi
  chown "$whose" "$w/ideal"
  chmod "$2" "$w/ideal"
  ideal=$(traits "$w/ideal")
  eval "ideal_$1_$2=\$ideal"
}

# Shows a difference; succeeds if it is to be changed: SIGN
differs() {
  if [ -n "$dry" ]; then
    show "$1" "$plain"
    return 1
  fi
  echo >>"$w/written"
}

# Gives a directory its mode when everything is in it.
later() {
  escape "$plain"
  printf '%s\n' "$mode $escaped" >>"$w/later"
}

each_mode() {
  sed '1!G;h;$!d' "$w/later" >"$w/modes" || return
  while read -r mode name; do
    unescape "$name"
    if [ "$plain" = . ]; then plain=; fi
    stand "$plain" || return
    ideal d "$mode"
    have=$(traits .)
    if [ "${have#* }" != "${ideal#* }" ]; then chown "$whose" . 2>/dev/null; fi
    chmod "$mode" . || return
  done <"$w/modes"
}

entry_directory() {
  if [ "$there" = d ]; then
    ideal d "$mode"
    had=$(traits "./$name")
    if [ "$had" != "$ideal" ]; then
      if differs '~'; then later; fi
    elif [ "$me" -ne 0 ] && [ -z "$dry" ]; then
      case $had in
        d?wx*) ;;
        *) later ;;
      esac
    fi
    # Without the rights of root, nothing could be changed in it.
    case $had in
      d?wx*) ;;
      *) if [ "$me" -ne 0 ] && [ -z "$dry" ]; then chmod u+rwx "./$name"; fi ;;
    esac
    return 0
  fi
  if [ -n "$there" ]; then
    differs '~' || return 0
    clear "$plain" "$name" '' || return
  else
    differs + || return 0
  fi
  mkdir "./$name" || return
  later
}

entry_file() {
  if [ -z "$there" ]; then
    differs + || return 0
  else
    if [ "$there" = f ]; then
      ideal f "$mode"
      if [ "$(traits "./$name")" = "$ideal" ] && hold "./$name" "$size" >/dev/null && cmp -s "$w/d/$number" "$held"; then
        return 0
      fi
    fi
    differs '~' || return 0
    if [ "$there" = f ]; then
      # shellcheck disable=SC2012,SC2046 # as in owner
      set -- $(ls -ldn "./$name")
      if [ "$2" -gt 1 ]; then linked=$((linked + 1)); fi
    elif [ "$there" != l ]; then
      clear "$plain" "$name" '' || return
    fi
  fi
  chown "$whose" "$w/d/$number" && chmod "$mode" "$w/d/$number" && take_place mv -f "$w/d/$number"
}

entry_link() {
  unescape "$word"
  to=$plain
  plain=${in:+$in/}$name
  if [ "$there" = l ]; then
    # Some 'ls' show a '?' for a line feed.
    if command -v readlink >/dev/null; then
      have=$(readlink "./$name" && echo .)
    else
      have=$(ls -ldn "./$name" && echo .)
      have=${have#*"./$name -> "}
    fi
    if [ "$have" = "$to
." ] && [ "$(owner "./$name")" = "$whose" ]; then return 0; fi
    differs '~' || return 0
  elif [ -n "$there" ]; then
    differs '~' || return 0
    if [ "$there" != f ]; then clear "$plain" "$name" '' || return; fi
  else
    differs + || return 0
  fi
  take_place ln -s "$to"
}

# Makes a new thing under another name, and lets it take its place: COMMAND, without the name
take_place() {
  if [ -n "$tight" ]; then
    new=./.provision-$id-$number
    "$@" "$new" && own_link "$new" && move_there "$new" "./$name"
    s=$?
    if [ "$s" -ne 0 ]; then rm -f "$new"; fi
    return "$s"
  fi
  enclose "$number" >&2 || return
  "$@" ./f && own_link ./f && move_over ./f "../$name"
  s=$?
  disclose
  return "$s"
}

own_link() {
  if [ -h "$1" ] && [ "$(owner "$1")" != "$whose" ]; then chown -h "$whose" "$1"; fi
}

# BusyBox's 'mv -T' does not replace a link to a directory: FILE TARGET
move_over() {
  if said=$(move "$1" "$2"); then return; fi
  if [ -h "$2" ] && rm -f "$2" && said=$(move "$1" "$2"); then return; fi
  echo "$plain: $said" >&2
  return 1
}

# Where nobody else can change anything: FILE TARGET
move_there() {
  if [ "$move" != none ]; then
    move_over "$1" "$2"
    return
  fi
  # A link to a directory would be gone into.
  if [ -h "$2" ]; then rm -f "$2"; fi
  why=$(mv -f "$1" "$2" 2>&1) || {
    echo "$plain: $(explain "$why" "$2")" >&2
    return 1
  }
}
