# Waits until no process holds a lock of a package manager. Prints who holds one while it waits. Any POSIX shell of
# Linux runs it.
#
# Set in the environment: LOCKS, files that are locked while they are in use; PIDS, files that hold the process id of
# whoever is at work.

rm -f "$0"

# Finds out who has locked a file; sets holder.
locked() { # FILE
  [ -e "$1" ] || return
  # shellcheck disable=SC2012,SC2046 # the number is the first word
  set -- "$1" $(ls -id "$1")
  while read -r _ _ _ _ pid place _; do
    case $place in
      *:"$2")
        # The number alone may be that of a file elsewhere.
        for fd in "/proc/$pid/fd"/*; do
          # shellcheck disable=SC3013 # every shell of Linux has it
          if [ "$fd" -ef "$1" ]; then
            holder=$pid
            return
          fi
        done
        ;;
    esac
  done </proc/locks
  return 1
}

# Finds out whose process id a file holds; sets holder.
owned() { # FILE
  [ -s "$1" ] && read -r holder <"$1" && [ -n "$holder" ] && [ -d "/proc/$holder" ]
}

busy() {
  for file in $LOCKS; do
    if locked "$file"; then return; fi
  done
  for file in $PIDS; do
    if owned "$file"; then return; fi
  done
  return 1
}

last=
while busy; do
  name=$(cat "/proc/$holder/comm" 2>/dev/null)
  said="$file is held by ${name:-some program}, process $holder"
  if [ "$said" != "$last" ]; then
    last=$said
    echo "$said"
  fi
  sleep 1
done
