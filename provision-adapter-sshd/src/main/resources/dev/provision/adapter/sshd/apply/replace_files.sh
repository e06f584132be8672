# How a file takes the place of another one; see docs/adr/0091.

# Something about a step that went well all the same: WORDS
remark() {
  printf '%s\n' "$*" >>"$w/remark"
}

# Sets remarks to what was remarked on the step.
remarks() {
  remarks=
  if [ -e "$w/remark" ]; then
    while IFS= read -r line; do remarks="${remarks:+$remarks; }$line"; done <"$w/remark"
    rm -f "$w/remark"
  fi
}

# What is lost with a file that is replaced: FILE
notice() {
  if [ ! -e "$1" ]; then return; fi
  caps=
  if [ -x "$1" ] && command -v getcap >/dev/null; then caps=$(getcap "$1" 2>/dev/null); fi
  # shellcheck disable=SC2012,SC2046 # as in owner
  set -- $(ls -ldn "$1")
  case $1 in *+) remark "its access control list was not kept" ;; esac
  if [ "$2" -gt 1 ]; then remark "other names of the file that was there (hard links) still have the old content"; fi
  if [ -n "$caps" ]; then remark "its capabilities (${caps##* }) were not kept: setcap gives them back"; fi
}

# Whether nothing but a file, or nothing at all, is there: FILE
plain() {
  if [ -d "$1" ]; then
    echo "it is a directory"
    return 1
  elif [ -e "$1" ] && [ ! -f "$1" ]; then
    echo "it is a device, a pipe or a socket, which is not replaced"
    return 1
  fi
}

# Why a file cannot be replaced: WORDS-OF-A-PROGRAM FILE
explain() {
  case $1 in
    *busy*) echo "it is a mount point, where others can change its directory, so it is not written: do that where it is mounted from" ;;
    *'not permitted'*)
      for f in "$2" "${2%/*}"; do
        # shellcheck disable=SC2046 # its fields
        set -- "$1" "$2" $(lsattr -d "$f" 2>/dev/null)
        it="it is"
        so="it is not replaced"
        if [ "$f" != "$2" ]; then
          it="its directory is"
          so="nothing can be put there"
        fi
        case $3 in
          *i*) echo "$it immutable ('chattr -i' ends that), so $so" && return ;;
          *a*) echo "$it append-only ('chattr -a' ends that), so $so" && return ;;
        esac
      done
      echo "its file system does not let it be replaced (Operation not permitted)"
      ;;
    *) echo "it cannot be put there: ${1##*: }" ;;
  esac
}

# Lets a file take a place, where nobody else can change anything: FILE TARGET
replace() {
  plain "$2" || return
  notice "$2"
  if why=$(mv -f "$1" "$2" 2>&1); then return; fi
  case $why in
    *busy*) write_in_place "$1" "$2" ;;
    *)
      explain "$why" "$2"
      return 1
      ;;
  esac
}

# A mount point cannot be replaced: FILE TARGET. What was there is put back if that fails.
write_in_place() {
  rm -f "$w/remark"
  cat "$2" >"$w/was" || return
  why=$(cp -p "$1" "$2" 2>&1)
  if cmp -s "$1" "$2"; then
    remark "written in place, since it is a mount point"
    if [ "$(traits "$1")" != "$(traits "$2")" ]; then remark "mode and owner are still $(traits "$2")"; fi
    rm -f "$1" "$w/was"
    return
  fi
  if ! cmp -s "$w/was" "$2"; then cat "$w/was" >"$2"; fi
  echo "it is a mount point, which can only be written in place, and that failed: ${why##*: }"
  return 1
}

# A file of the kernel's, which is no file to be replaced: SOURCE TARGET. Its mode and owner are the kernel's, too.
write_to_kernel() {
  if [ ! -f "$2" ]; then
    echo "the kernel has no such file"
    return 1
  fi
  # Some 'cmp' believe the size that the system tells, which is 0.
  # shellcheck disable=SC2002 # of a pipe nobody tells a size
  if cat "$2" | cmp -s "$w/$1" -; then
    same=same
    return
  fi
  if why=$({ cat "$w/$1" >"$2"; } 2>&1); then
    remark "written in place, since it is the kernel's"
  else
    echo "the kernel did not take it: ${why##*: }"
    return 1
  fi
}

# Gives a file, which is on the target's file system by now, its owner and mode: FILE OWNER MODE TRAITS. Not every
# file system keeps them.
own_there() {
  if [ "$(traits "$1")" = "$4" ]; then return; fi
  if [ -n "$2" ] && ! chown "$2" "$1" 2>/dev/null && [ "$(owner "$1")" != "$5" ]; then
    echo "its file system does not keep owners: leave 'owner' out"
    return 1
  fi
  if [ -n "$3" ]; then chmod "$3" "$1" 2>/dev/null; fi
  if [ "$(traits "$1")" != "$4" ]; then remark "its file system keeps another mode or owner: $(traits "$1")"; fi
}
