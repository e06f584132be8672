# Waits until cloud-init has done its work, where there is one. Prints what it says while it is waited for, and at the
# end if that is an error; then the exit status is 3. Any POSIX shell runs it.
#
# Set in the environment: RUN, the directory of its present state.

rm -f "$0"
# Without the directory nobody has started it, and nobody will.
if ! command -v cloud-init >/dev/null || [ ! -d "$RUN" ]; then exit 0; fi
# It may hang; some versions do.
limited=
if command -v timeout >/dev/null; then limited='timeout 30'; fi
last=
while :; do
  # Its exit status says less than its words: 2 for what it has got over, 1 for errors before it is done.
  # shellcheck disable=SC2086 # nothing, or two words
  said=$($limited cloud-init status --long 2>/dev/null)
  status=$(echo "$said" | sed -n 's/^status: //p')
  case $status in
    done | disabled | degraded*) exit 0 ;;
    error*)
      if [ -e "$RUN/result.json" ]; then
        echo "$said"
        exit 3
      fi
      ;;
  esac
  if [ "$status" != "$last" ] || [ -z "$last" ]; then
    last=${status:-no answer}
    echo "cloud-init: $last"
  fi
  sleep 1
done
