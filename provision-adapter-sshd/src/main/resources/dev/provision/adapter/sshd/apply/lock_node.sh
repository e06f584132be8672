# One run at a time, and what runs that were cut off have left; see docs/adr/0016.

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
  script=
  until take && ! goes_on; do
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
  elif [ -n "$perl" ]; then
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
    /tmp/.provision-*) if [ -O "$lock" ] && [ ! -h "$lock" ]; then true >"$lock"; fi ;; # there, others might make another one first
    *) more=$lock ;;
  esac
  if [ -e "$lock.pid" ]; then rm -f "$lock.pid"; fi
}

occupant() {
  { read -r occupant && read -r occupant; } <"$lock" || occupant="another run"
  if [ -n "$script" ]; then occupant="$occupant; that run was cut off, but its script goes on as process $script"; fi
}

# Writes down the script of this run that is about to begin: as the process that asks for this.
register() {
  if read -r stat </proc/self/stat; then
    # shellcheck disable=SC2086 # its fields
    set -- "${stat%% *}" ${stat##*")"}
    echo "script $1 ${21}" >&7
  fi
}

# Whether a script of a run that was cut off goes on, now that the lock is ours. Sets script to its process, and rest to
# the file of a script that was to be removed.
goes_on() {
  script=
  rest=
  {
    read -r process
    while read -r line; do
      case $line in
        "script "*) script=${line#* } ;;
        "remove "*) rest=${line#* } ;;
        removed) rest= ;;
      esac
    done
  } <"$lock"
  # shellcheck disable=SC2086 # their fields
  if [ -z "$script" ] || ! lives $script $process; then
    script=
    return 1
  fi
  script=${script%% *}
}

lives() { # PID START and the runner's PID START BOOT HOST
  [ "$#" -eq 6 ] && alive "$1" "$2" "$5" "$6"
}

# Whether a process is there that is no other one of the same number: PID START BOOT HOST. One that has ended, and whose
# end nobody has asked for yet, is not.
alive() {
  if [ "$2" = - ]; then
    kill -0 "$1"
  else
    s=
    read -r s <"/proc/$1/stat"
    case ${s##*")"} in " Z "* | " X "*) return 1 ;; esac
    case $(by "$1") in "$1 $2 $3 "*) ;; *) return 1 ;; esac
  fi
}

# Whether a process of this host, started in whatever boot of it, has ended for sure: PID START BOOT HOST
ended_for_sure() {
  [ "$#" -eq 4 ] && [ "$3" != - ] && [ "$4" = "$(host)" ] && ! alive "$@"
}

# Removes what runs of ours have left that were cut off.
tidy_after() {
  if [ -O "$rest" ] && [ ! -h "$rest" ]; then rm -f "$rest"; fi
  tidied=:
  for d in "${w%/*}" "$TMPDIR" /tmp "${HOME:-/}" "${old%/*}"; do
    if [ -n "$d" ]; then tidy "$d"; fi
  done
  places tidy_all
}

tidy_all() {
  for d; do tidy "$d"; done
}

# DIRECTORY, unless that has been done
tidy() {
  case $tidied in *":$1:"*) return ;; esac
  tidied=$tidied$1:
  judged=
  for l in "${1%/}"/.provision-*; do
    if [ "$l" != "$w" ] && [ -O "$l" ] && [ ! -h "$l" ]; then
      if [ -e "$l/by" ] || { [ -n "$old_id" ] && [ -f "$l" ]; }; then
        if [ -z "$judged" ]; then chain "$1"; fi
        judged=judged
        (remove "$1" "${l##*/}")
      fi
    fi
  done
}

# Removes something from a directory, which chain tells of, if it is what a run has left: DIRECTORY NAME
remove() {
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
