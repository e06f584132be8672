# Goes where others can change what is on the way, directory by directory; see docs/adr/0015.

# Follows what is called $name in the present directory as long as it is a link: OWNER. Sets name to the file's own.
arrive() {
  led=
  while [ -h "./$name" ]; do
    led=led
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
  if [ -n "$led" ]; then stay_with "$1"; fi
}

# Whether links have led to no directory of another user's: OWNER, of what goes there
stay_with() {
  case " 0 $me $trusted $1 " in
    *" $keeper "*) ;;
    *)
      echo "a link leads to ${here:-/}, which belongs to user $keeper: name the directory that is meant"
      return 1
      ;;
  esac
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

# The same for $rest, from the present directory: OWNER. Ends with 98 where something is missing and not to be made. A link
# is followed if nobody but root and we can have made it what it is; or nobody but the file's OWNER, if it leads to a
# directory of the OWNER's.
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
          stay_with_changer "${here%/*}" || return
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
  stay_with_changer "$here" || return
  if [ -n "$absent" ]; then return 98; fi
}

# Whether a link that somebody else can change has led to no directory but theirs: DIRECTORY, where we are
stay_with_changer() {
  if [ -n "$only" ] && [ "$only" != "$keeper" ]; then
    echo "a link that user $only can change leads to ${1:-/}, which is not theirs: name the directory that is meant"
    return 1
  fi
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

# Prints the owner of a directory as UID:GID.
owner() {
  # shellcheck disable=SC2012,SC2046 # the fields of POSIX 'ls -n' are numbers
  set -- $(ls -ldn "$1")
  echo "$3:$4"
}
