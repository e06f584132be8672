# Applies the steps that were unpacked into the directory $w. Any POSIX shell runs it; see docs/adr/0011.
#
# Set by the bootstrap: w, the private directory; u and environment, the login's; trusted, the numbers of users besides
# root and the runner's own whose hands are ours; chain, which tells how far others can change the way to a directory.
# Set by the line before this text: nonce, which no output contains by chance; large, which says that much was sent;
# holder, who asked for this, and patient, whether it may wait for another run. The calls that follow this text name
# their sources by their place in $w.

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
  if [ -n "$holder" ]; then lock; fi
  hands
  rm -f "$w/o" "$w/e" "$w/ask" "$w/say"
  setsid=
  if command -v setsid; then setsid=setsid; fi
  restorecon=
  if [ -e /sys/fs/selinux/enforce ] && command -v restorecon; then restorecon=restorecon; fi
}

# One run of ours at a time; the file is called after the host, as some share a home directory. What locks is the file's description, which only the runner has: with the runner, whatever
# ends it, the lock is gone. Without 'flock' and Perl, it is a file with the runner's process in it.
lock() {
  read -r h </etc/machine-id || h=$(host)
  for d in "${HOME:-/}" /run /var/run /tmp "${w%/*}" ''; do
    if open_lock "${d%/}/.provision-$h-$me.lock"; then break; fi
  done
  if [ -z "$d" ]; then
    lock=
    return
  fi
  n=0
  said=
  until take; do
    if [ -e "$w/gone" ]; then exit 1; fi
    occupant
    if [ -z "$patient" ]; then
      mark Y "$occupant"
      leave
      exit 0
    fi
    # Said again now and then: that is how it shows that nobody listens any more.
    if [ "$occupant" != "$said" ] || [ "$((n % 8))" -eq 0 ]; then mark W "$occupant"; fi
    said=$occupant
    n=$((n + 1))
    sleep 0.25 || sleep 1
  done
  old_id=
  old=
  { read -r occupant && read -r occupant && read -r old_id && read -r old; } <"$lock"
  {
    echo "$by"
    echo "$holder"
    echo "$id"
    echo "$w"
  } >"$lock"
  tidy_after
}

host() {
  read -r h </proc/sys/kernel/hostname || h=$(uname -n)
  echo "$h"
}

# Whether a file can be the lock: FILE. Nobody else can have made it, nor made a link of it.
open_lock() {
  lock=$1
  [ -e "$lock" ] || [ -h "$lock" ] || (set -C && true >"$lock")
  [ -f "$lock" ] && [ ! -h "$lock" ] && [ -O "$lock" ] && [ -w "$lock" ] && exec 7>>"$lock"
}

take() {
  if command -v flock; then
    flock -n 7 7>&7 || return
  elif command -v perl; then
    # shellcheck disable=SC2016 # Perl expands it
    perl -e 'open(my $lock, ">>&=", 7) or exit 1; flock($lock, 6) or exit 1' 7>&7 || return
  else
    take_by_process || return
  fi
  # Who had it has removed the file, perhaps, and another one has its name by now.
  echo "$id" >&7
  last=
  while read -r line; do last=$line; done <"$lock"
  if [ "$last" != "$id" ]; then open_lock "$lock" && take; fi
}

take_by_process() {
  if (set -C && echo "$by" >"$lock.pid"); then return 0; fi
  process=
  read -r process <"$lock.pid"
  if [ "$process" = "$by" ]; then return 0; fi
  # shellcheck disable=SC2086 # its fields
  if [ -z "$process" ] || alive $process; then return 1; fi
  mv -f "$lock.pid" "$lock.$id" && read -r moved <"$lock.$id" || return 1
  if [ "$moved" != "$process" ]; then ln "$lock.$id" "$lock.pid"; fi
  rm -f "$lock.$id"
  take_by_process
}

unlock() {
  case $lock in
    '') ;;
    /tmp/.provision-*) true >"$lock" ;; # there, others might make another one first
    *) more=$lock ;;
  esac
  if [ -e "$lock.pid" ]; then rm -f "$lock.pid"; fi
}

occupant() {
  { read -r occupant && read -r occupant; } <"$lock" || occupant="another run"
}

# Whether a process is there that is no other one of the same number: PID START BOOT HOST
alive() {
  if [ "$2" = - ]; then
    kill -0 "$1"
  else
    case $(by "$1") in "$1 $2 $3 "*) ;; *) return 1 ;; esac
  fi
}

# Whether a process of this host, started in whatever boot of it, has ended for sure: PID START BOOT HOST
ended_for_sure() {
  [ "$#" -eq 4 ] && [ "$3" != - ] && [ "$4" = "$(host)" ] && ! alive "$@"
}

# Removes what runs of ours have left that were cut off.
tidy_after() {
  for d in "${w%/*}" "$TMPDIR" /tmp "${HOME:-/}" "${old%/*}"; do
    if [ -n "$d" ]; then tidy "$d"; fi
  done
  places tidy_all
}

tidy_all() {
  for d; do tidy "$d"; done
}

# DIRECTORY
tidy() {
  for l in "${1%/}"/.provision-*; do
    if [ "$l" != "$w" ] && [ -O "$l" ] && [ ! -h "$l" ]; then
      if [ -e "$l/by" ] || { [ -n "$old_id" ] && [ -f "$l" ]; }; then (remove "$1" "${l##*/}"); fi
    fi
  done
}

# Removes something from a directory if it is what a run has left: DIRECTORY NAME
remove() {
  chain "$1"
  if [ "$chain" = loose ]; then
    here=$1
    cd -P "$1" && [ -d "./$2" ] && cd -P "./$2" && inside "$2" || return
    read -r process <./by || return
    # shellcheck disable=SC2086 # its fields
    if ended_for_sure $process; then
      private=$2
      disclose
    fi
  elif [ -d "$1/$2" ]; then
    read -r process <"$1/$2/by" || return
    # shellcheck disable=SC2086 # its fields
    if ended_for_sure $process; then rm -rf "${1:?}/$2"; fi
  elif [ -n "$old_id" ]; then
    # A file has no room for such a mark. What its run was called stood in the lock.
    case $2 in ".provision-$old_id-"*) rm -f "$1/$2" ;; esac
  fi
}

# Where there is Perl, one process puts all files in place; each takes a shell two or three.
hands() {
  hands=
  if command -v perl; then
    perl "$w/hands" "$id" "0 $me $trusted" <"$w/ask" >"$w/say" 3>&- 7>&- &
    exec 5>"$w/ask" 6<"$w/say"
    IFS= read -r hands <&6
  fi
}

finish() {
  unlock
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
  case $move in
    -T) mv -f -T "$1" "$2" ;;
    perl)
      # shellcheck disable=SC2016 # Perl expands it
      perl -e 'rename $ARGV[0], $ARGV[1] or die "it cannot be put there: $!\n"' "$1" "$2"
      ;;
    *)
      echo "others can change what is in its directory; to put files there, the host needs Perl or an 'mv' with -T"
      return 1
      ;;
  esac
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
  if [ -z "$5$6" ] && hand "$1" "$2" "$3"; then return "$s"; fi
  if [ "$3" != "$chained" ]; then
    chain "$3"
    chained=$3
  fi
  if [ "$chain" = closed ]; then
    put_closed "$1" "$2" "$3" "$4" "$5" "$6"
    return
  fi
  if [ -n "$7" ]; then guarded "$3" || return; fi
  if [ -z "$move" ]; then find_move; fi
  (put_among_others "$1" "${2##*/}" "$3" "$5" "$6")
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
  if [ -f "$2" ] && [ ! -h "$2" ] && alike "$w/$1" "$2"; then
    same=same
    return
  fi
  if [ -d "$2" ]; then
    echo "it is a directory"
    return 1
  fi
  if [ ! -d "$3" ]; then
    (umask 022 && mkdir -p "$3") || return
  fi
  if [ -z "$near" ]; then places survey; fi
  case $near in
    *" $4 "*) t=$w/$1 ;;
    *)
      t=$3/.provision-$id-$1
      mv -f "$w/$1" "$t" && own "$t" "$5" "$6" || return
      ;;
  esac
  mv -f "$t" "$2" || return
  t=
  label "$2"
}

# Where others may change what is on the way: SOURCE NAME DIRECTORY OWNER MODE. Ends with 99 if there was nothing to do.
# Works from within each directory, which nobody can exchange then.
put_among_others() {
  wanted=
  own "$w/$1" "$4" "$5" || return
  if [ -n "$4" ]; then
    wanted=$(owner "$w/$1")
    wanted=${wanted%:*}
  fi
  approach "$3" "$wanted" || return
  if [ -d "./$2" ]; then
    echo "it is a directory"
    return 1
  fi
  if [ -f "./$2" ] && [ ! -h "./$2" ] && alike "$w/$1" "./$2"; then return 99; fi
  enclose "$1" || return
  mv -f "$w/$1" ./f && own ./f "$4" "$5" && move ./f "../$2"
  s=$?
  disclose
  return "$s"
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

# The same for $rest, from the present directory: OWNER. A link is followed if nobody but root and we can have made it
# what it is; or nobody but the file's OWNER, if it leads to a directory of the OWNER's.
walk() {
  made=
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
    d????w??-*) if [ "$3" = "$4" ]; then tight=tight; fi ;;
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
    [ -d "$2" ] || (umask 022 && mkdir -p "$2") || return
    mkdir "$1" || return
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
    while [ -h "./$name" ]; do
      rest=
      follow "${belongs%:*}" || return
      rest=${rest%/}
      file=${rest##*/}
      case $rest in
        */*) rest=${rest%/*}/ ;;
        *) rest= ;;
      esac
      walk "${belongs%:*}" || return
      name=$file
    done
  fi
  case $made$chain:$(pwd -P) in
    madeclosed:*) ;; # by our umask
    made* | */.ssh) chmod 700 . ;;
  esac
}

# SOURCE FILE DIRECTORY HOME; writes the number of new keys to $w/added
authorize() {
  name=${2##*/}
  reach "$3" "$4" || return
  if [ -d "./$name" ]; then
    echo "it is a directory"
    return 1
  fi
  if [ -n "$tight" ]; then
    private=
    old=./$name
    add "$1" "./.provision-$id-$1" "./$name"
    return
  fi
  find_move
  enclose "$1" || return
  old=./old
  if [ -e "../$name" ]; then ln "../$name" ./old && owned ./old || {
    disclose
    return 1
  }; fi
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
  if [ -n "$tight" ]; then mv -f "$2" "$3"; else move "$2" "$3"; fi
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
    unset PATH HOME TMPDIR LC_ALL SUDO_UID DOAS_USER
    eval "$environment"
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
    exec $setsid "$@" </dev/null >&3 2>&4 3>&- 4>&- 5>&- 6<&- 7>&-
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
  put "$2" "$3" "$4" "$5" '' "$6" run >&4 2>&4
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
    watch "$8" "PROVISION_STEP=$id-$1" 3>&- 4>&- 5>&- 6<&- 7>&- &
    watch=$!
  fi
  # shellcheck disable=SC2086 # an empty interpreter is no argument
  run "$1" "$8" $7 "$3"
  s=$?
  # It may have made other directories of them.
  chained= near=
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
chained=
move=
lock=
read -r by <"$w/by"
