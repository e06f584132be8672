# Where a node remembers something between runs: sent with the parts that need it.

memory=

# Finds the directory that remembers, which need not be there. Nobody else can have made it. Sets fault otherwise.
recall() {
  if [ -n "$memory" ]; then return; fi
  place=/var/lib
  if [ "$me" -ne 0 ]; then place=${HOME%/}/.local/state; fi
  if [ ! -d "$place/" ] && [ -z "$dry" ]; then (umask 022 && mkdir -p "$place"); fi
  memory=$place/provision
  if [ -d "$place/" ]; then place=$(cd -P "$place/" && pwd -P); fi
  chain "${place%/}/provision"
  chained=
  if [ "$chain" = closed ]; then
    memory=${place%/}/provision
    return
  fi
  fault="others can change $memory, or the way there, so nothing is remembered in it: check who owns these directories"
  memory=
  return 1
}

# Sees to it that something can be remembered: once, or due. Sets fault if not.
try() {
  recall || return
  why_not=
  for d in "$memory" "$memory/$1"; do
    if [ ! -d "$d" ] && [ -z "$why_not" ]; then why_not=$(mkdir "$d" 2>&1); fi
    if [ -d "$d" ]; then why_not=; fi
  done
  if [ -z "$why_not" ]; then
    if true >"$memory/$1/.try"; then return; fi
    why_not=$({ true >"$memory/$1/.try"; } 2>&1)
  fi
  fault="$memory, which remembers what it needs, cannot be written: ${why_not##*: }"
  return 1
}
