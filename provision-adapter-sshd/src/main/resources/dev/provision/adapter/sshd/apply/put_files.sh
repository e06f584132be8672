# Files in their places, whoever else can write there; see docs/adr/0015.

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

# The mode and the owner of a file.
traits() {
  # shellcheck disable=SC2012,SC2046 # as in owner
  set -- $(ls -ldnL "$1")
  echo "${1%[.+@]} $3:$4"
}

# Whether a file in the present directory is the same in content, mode and owner: SOURCE FILE
alike() {
  [ "$(traits "$w/$1")" = "$(traits "$2")" ] && hold "$2" "$(wc -c <"$w/$1")" >/dev/null && cmp -s "$w/$1" "$held"
}

# FILE OWNER MODE; the last two may be empty
own() {
  if [ -n "$2" ]; then chown "$2" "$1" || return; fi
  if [ -n "$3" ]; then chmod "$3" "$1"; fi
}

# Whether the hands could put it: SOURCE TARGET DIRECTORY; sets s to the status
hand() {
  if [ -z "$hands" ]; then return 1; fi
  ask "$w/$1" "$2" "$3"
  s=0
  case $answer in
    same) same=same ;;
    done*)
      if [ "$answer" != "done" ]; then remark "${answer#"done "}"; fi
      label "$2"
      ;;
    failed) s=1 ;;
    *) return 1 ;;
  esac
}

# Finds out how to rename so that a directory or a link that stands there is not gone into.
find_move() {
  # shellcheck disable=SC2188 # an empty file
  >"$w/from"
  if mv -f -T "$w/from" "$w/to" 2>/dev/null; then
    move=-T
  elif [ -n "$perl" ]; then
    move=perl
  else
    move=none
  fi >/dev/null
}

# Lets a file take a place, whatever others do there in the meantime: FILE TARGET
move() {
  if [ "$move" = -T ]; then
    why=$(mv -f -T "$1" "$2" 2>&1)
  elif [ "$move" = perl ]; then
    # shellcheck disable=SC2016 # Perl expands it
    why=$(perl -e 'rename $ARGV[0], $ARGV[1] or die "$!\n"' "$1" "$2" 2>&1)
  else
    echo "others can change what is in its directory; to put files there, the host needs Perl or an 'mv' with -T"
    return 1
  fi || {
    explain "$why" "$2"
    return 1
  }
}

label() { # TARGET
  if [ -n "$restorecon" ]; then restorecon "$1" || :; fi
}

# Whether nobody else can exchange what is in a directory: that is where programs may be run from. DIRECTORY
guarded() {
  d=$1
  until [ -d "$d/" ]; do d=${d%/*}; done
  p=$(cd -P "$d/" && pwd -P) && chain "$p"
  chained=
  if [ "$chain" = loose ]; then
    echo "others can change what is in $d, or on the way there, so nothing is run from it: choose another target-dir"
    return 1
  fi
}

# SOURCE TARGET DIRECTORY PLACE OWNER MODE RUN; PLACE is the directory's number, OWNER and MODE may be empty, RUN says
# that it is to be run. Sets same if there was nothing to do.
put() {
  same=
  present || return
  case $2 in
    /proc/* | /sys/*)
      write_to_kernel "$1" "$2"
      return
      ;;
  esac
  if [ -z "$5$6" ] && hand "$1" "$2" "$3"; then return "$s"; fi
  if [ "$3" != "$chained" ]; then
    chain "$3"
    chained=$3
  fi
  if [ "$chain" = closed ] && [ ! -h "$2" ]; then
    put_closed "$1" "$2" "$3" "$4" "$5" "$6"
    return
  fi
  if [ -n "$7" ]; then guarded "$3" || return; fi
  if [ -z "$move" ]; then find_move; fi
  (put_among_others "$1" "${2##*/}" "$3" "$5" "$6" "$7")
  s=$?
  if [ "$s" -eq 99 ]; then
    same=same
    s=0
  elif [ "$s" -eq 0 ]; then
    label "$2"
  fi
  return "$s"
}

# Where nobody else can change anything on the way: SOURCE TARGET DIRECTORY PLACE OWNER MODE
put_closed() {
  own "$w/$1" "$5" "$6" || return
  plain "$2" || return
  want=$(traits "$w/$1")
  had=
  if [ -e "$2" ] && cmp -s "$w/$1" "$2"; then
    had=$(traits "$2")
    if [ "$had" = "$want" ]; then
      same=same
      return
    fi
  fi
  if [ ! -d "$3" ]; then
    (umask 022 && mkdir -p "$3") || return
  fi
  if [ -z "$near" ]; then places survey; fi
  case $near in
    *" $4 "*) t=$w/$1 ;;
    *)
      t=$3/.provision-$id-$1
      belongs=$(owner "$w/$1")
      if ! why=$(mv -f "$w/$1" "$t" 2>&1); then
        explain "$why" "$2"
        return 1
      fi
      own_there "$t" "$5" "$6" "$want" "$belongs" || return
      ;;
  esac
  replace "$t" "$2" || return
  t=
  # A file system that keeps no such mode or owner never will.
  if [ -n "$had" ] && [ "$(traits "$2")" = "$had" ]; then same=same; fi
  label "$2"
}

# Where others may change what is on the way, or a link leads on: SOURCE NAME DIRECTORY OWNER MODE RUN. Ends with 99 if
# there was nothing to do. Works from within each directory, which nobody can exchange then.
put_among_others() {
  wanted=
  own "$w/$1" "$4" "$5" || return
  if [ -n "$4" ]; then
    wanted=$(owner "$w/$1")
    wanted=${wanted%:*}
  fi
  approach "$3" "$wanted" || return
  name=$2
  arrive "$wanted" || return
  if [ -n "$6" ]; then guarded "$(pwd -P)" || return; fi
  plain "./$name" || return
  if [ -f "./$name" ] && [ ! -h "./$name" ] && alike "$1" "./$name"; then return 99; fi
  target=$name
  safe=$tight
  want=$(traits "$w/$1")
  belongs=$(owner "$w/$1")
  enclose "$1" || return
  mv -f "$w/$1" ./f && own_there ./f "$4" "$5" "$want" "$belongs" && if [ -n "$safe" ]; then
    replace ./f "../$target"
  else
    notice "../$target"
    move ./f "../$target"
  fi
  s=$?
  disclose
  return "$s"
}

put_file() { # INDEX SOURCE TARGET DIRECTORY PLACE OWNER MODE
  begin "$1"
  put "$2" "$3" "$4" "$5" "$6" "$7" '' >&4 2>&4
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
