# Keys that may log in; uses walk.sh. See docs/adr/0015.

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

# Goes into the directory of a file of keys, and makes it: DIRECTORY HOME. Sets name to the file's name there, which
# was in name before; where that is a link, to what it leads to.
reach() {
  chain "$1"
  made=
  if [ "$chain" = closed ] && [ ! -d "$1" ]; then
    settle_in "$2" && mkdir "$1" || return
    made=made
    belongs=$(owner "$2")
    if [ "$me" -eq 0 ] && [ "$belongs" != 0:0 ]; then chown "$belongs" "$1" || return; fi
  fi
  if [ "$chain" = closed ] && cd -P "$1" && [ ! -h "./$name" ]; then
    survey_here
  else
    file=$name
    approach "$2" '' || return
    belongs=$keeper:$group
    rest=${1#"$2"}
    rest=${rest#/}/
    walk "${belongs%:*}" || return
    if [ -n "$made" ] && [ "$belongs" != "$keeper:$group" ] && [ "$me" -eq 0 ]; then
      chown "$belongs" . || return
      survey_here
    fi
    name=$file
    arrive "${belongs%:*}" || return
    if [ "$hops" -gt 0 ]; then stay_with "${belongs%:*}" || return; fi
  fi
  case $made$chain:$(pwd -P) in
    madeclosed:*) ;; # by our umask
    made* | */.ssh) chmod 700 . ;;
  esac
}

# Makes the directory above the one of the keys: DIRECTORY
settle_in() {
  if [ -d "$1" ] || why=$(umask 022 && mkdir -p "$1" 2>&1); then return; fi
  if [ "${1%/}" = "${HOME%/}" ]; then
    echo "the login has no home directory: ${1%/} is not there, and cannot be made (${why##*: })"
  else
    echo "$why"
  fi
  return 1
}

# SOURCE FILE DIRECTORY HOME; writes the number of new keys to $w/added
authorize() {
  present || return
  name=${2##*/}
  reach "$3" "$4" || return
  plain "./$name" || return
  if [ -n "$tight" ]; then
    private=
    old=./$name
    add "$1" "./.provision-$id-$1" "./$name"
    return
  fi
  find_move
  enclose "$1" || return
  old=./old
  if [ -e "../$name" ] && ! { ln "../$name" ./old && owned ./old; }; then
    disclose
    return 1
  fi
  add "$1" ./f "../$name"
  s=$?
  disclose
  return "$s"
}

# Whether a file may be read for its owner: one that somebody hung up here, but that is not theirs, may not. FILE
owned() {
  # shellcheck disable=SC2012,SC2046 # as in owner
  set -- $(ls -ldn "$1")
  case $1/$2/$3 in
    -*/*/"$keeper" | -*/2/0 | -*/2/"$me") ;;
    *)
      echo "it is not a plain file of user $keeper"
      return 1
      ;;
  esac
}

# SOURCE FILE TARGET: adds what is missing to $old.
add() {
  missing "$1" "$old" || return
  echo "$added" >"$w/added" || return
  if [ "$added" -eq 0 ] && [ -e "$old" ]; then
    case $(traits "$old") in "-rw------- "*) return ;; esac
    if [ -n "$tight" ]; then
      chmod 600 "$old"
      return
    fi
  fi
  t=$2
  {
    if [ -e "$old" ]; then cat "$old" || return; fi
    if [ -n "$break" ]; then echo; fi
    printf '%s' "$new"
  } >"$2" || {
    # Some shells say no more than 'I/O error'.
    echo "$new" | cat >>"$2"
    rm -f "$2"
    return 1
  }
  if [ "$me" -eq 0 ] && [ "$keeper:$group" != 0:0 ]; then chown "$keeper:$group" "$2" || return; fi
  if [ -n "$tight" ]; then replace "$2" "$3"; else move "$2" "$3"; fi
  s=$?
  if [ "$s" -ne 0 ]; then rm -f "$2"; fi
  return "$s"
}

authorize_keys() { # INDEX SOURCE FILE DIRECTORY HOME
  begin "$1"
  added=0
  (authorize "$2" "$3" "$4" "$5") >&4 2>&4
  s=$?
  if [ "$s" -eq 0 ]; then
    read -r added <"$w/added"
    label "$3"
  fi
  ended "$1" "$s" K "$added"
}
