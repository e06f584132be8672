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
  elif command -v perl; then
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

# Where others may change what is on the way, or a link leads on: SOURCE NAME DIRECTORY OWNER MODE RUN. Ends with 99 if there was nothing to do.
# Works from within each directory, which nobody can exchange then.
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

# Follows what is called $name in the present directory as long as it is a link: OWNER. Sets name to the file's own.
arrive() {
  while [ -h "./$name" ]; do
    rest=
    follow "$1" || return
    rest=${rest%/}
    file=${rest##*/}
    case $rest in
      */*) rest=${rest%/*}/ ;;
      *) rest= ;;
    esac
    walk "$1" || return
    name=$file
  done
}

# Goes into a directory step by step, and makes what is missing: DIRECTORY OWNER. Sets made if it was made itself.
approach() {
  hops=0
  only=
  cd -P / || return
  here=
  survey_here
  trusted="$trusted $keeper"
  survey_here
  rest=${1#/}/
  walk "$2"
}

# The same for $rest, from the present directory: OWNER. Ends with 98 where something is missing and not to be made. A link is followed if nobody but root and we can have made it
# what it is; or nobody but the file's OWNER, if it leads to a directory of the OWNER's.
walk() {
  made=
  absent=
  while [ -n "$rest" ]; do
    name=${rest%%/*}
    rest=${rest#*/}
    case $name in '' | .) continue ;; esac
    made=
    if [ -h "./$name" ]; then
      follow "$1" || return
    else
      if [ "$name" = .. ]; then
        here=${here%/*}
      else
        here=$here/$name
        if [ ! -d "./$name" ]; then
          if [ -n "$dry" ] && [ ! -e "./$name" ]; then
            absent=absent
            keeper=$me
            break
          elif [ -n "$dry" ]; then
            echo "$here is no directory"
            return 1
          fi
          (umask 022 && mkdir "./$name") || return
          made=made
        fi
      fi
      cd -P "./$name" || return
    fi
    if [ "$(pwd -P)" != "${here:-/}" ]; then
      echo "the way to it was changed at $here in the meantime"
      return 1
    fi
    survey_here
  done
  if [ -n "$only" ] && [ "$only" != "$keeper" ]; then
    echo "a link that user $only can change leads to $here, which is not theirs: name the directory that is meant"
    return 1
  fi
  if [ -n "$absent" ]; then return 98; fi
}

# About the present directory: sets keeper to its owner and group to its group; tight if nobody else can change
# anything in it; else changer to who can exchange what is in it, if anybody can.
survey_here() {
  # shellcheck disable=SC2012,SC2046 # as in owner
  set -- $(ls -ldn .)
  keeper=$3
  group=$4
  changer=
  tight=
  case " 0 $me $trusted " in
    *" $3 "*) ;;
    *) changer=$3 ;;
  esac
  case $1 in
    d????-??-*) tight=tight ;;
    # A group of the owner's own is as good as the owner. Root trusts none: others may be in it, and the bits of the
    # group stand for an ACL, too.
    d????w??-*) if [ "$3" = "$4" ] && [ "$me" -ne 0 ]; then tight=tight; fi ;;
  esac
  case $1 in
    d????????[tT]*) ;;
    *) if [ -z "$tight" ]; then changer=everybody; fi ;;
  esac
  if [ -n "$changer" ]; then tight=; fi
}

# Follows the link $name in the present directory: OWNER
follow() {
  hops=$((hops + 1))
  line=$(ls -ldn "./$name")
  # shellcheck disable=SC2086 # its fields
  set -- "$1" $line
  case " 0 $me $trusted " in
    *" $4 "*) ;;
    *) if [ "$changer" != everybody ]; then changer=$4; fi ;;
  esac
  if [ -n "$changer" ]; then
    if [ "$changer" != "$1" ]; then
      who="user $changer"
      if [ "$changer" = everybody ]; then who=everybody; fi
      echo "$here/$name is a link that $who can change, so it is not followed: name the directory that is meant"
      return 1
    fi
    only=$changer
  fi
  case $line in
    l*"./$name -> "?*) to=${line#*"./$name -> "} ;;
    *) to= ;;
  esac
  if [ -z "$to" ] || [ "$hops" -gt 40 ]; then
    echo "the link $here/$name leads nowhere"
    return 1
  fi
  rest=$to/$rest
  case $to in
    /*)
      cd -P / || return
      here=
      ;;
  esac
}

# Makes a directory in the present one that only we can use, and goes into it: NUMBER. Nobody else can give it another
# parent: who could would have to be allowed to write in it.
enclose() {
  private=.provision-$id-$1
  mkdir "./$private" && cd -P "./$private" && inside "$private" || return
  # Some shells say no more than 'I/O error'.
  if echo "$by" >./by || echo "$by" | cat >./by; then return 0; fi
  disclose
  return 1
}

# Whether the present directory is one of ours: NAME
inside() {
  case $(pwd -P) in
    */"$1") ;;
    *)
      echo "$here was changed in the meantime"
      return 1
      ;;
  esac
  # shellcheck disable=SC2012,SC2046 # as in owner
  set -- $(ls -ldn .)
  case $3/$1 in
    "$me"/drwx------* | "$me"/drwx--S---*) ;;
    *)
      echo "a directory of our own, mode 0700, cannot be made there"
      return 1
      ;;
  esac
}

disclose() {
  rm -f ./f ./by ./old
  cd -P .. && rmdir "./$private" 2>/dev/null
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

# Prints the owner of a directory as UID:GID.
owner() {
  # shellcheck disable=SC2012,SC2046 # the fields of POSIX 'ls -n' are numbers
  set -- $(ls -ldn "$1")
  echo "$3:$4"
}
