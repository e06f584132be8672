# Unpacks an archive from standard input into a directory of its own, and runs the file 'run' that is in it.
#
# Arguments: ID, which names the run; DIRECTORY, where to unpack if possible; KIB, the space that it takes (0: it is not
# checked); PIPES, the directory of the pipes i, o and e to use as standard streams, or nothing.
#
# It is sent on a command line to whatever shell the login has. So it is squeezed into one line, with the short names
# below, and contains no single quote, no line end in quotes, and no exclamation mark that csh would expand. The runner
# knows some variables by their short names: see runner.sh.
#
#: login_umask=u run_directory=w temporary_file=t
#: remaining_path=p path_entry=q status_key=a real_user=b effective_user=c other_users=d
#: least_space=k free_for=f wanted_place=e run_place=v parent_path=x
#: file_mode=y link_count=z file_owner=o owner_group=g ls_rest=r line_count=n way_verdict=j
#: boot_mark=B host_name=h process_status=s
#: dd_words=m block_number=N tar_header=H file_size=S full_blocks=F

# shellcheck disable=SC2015,SC2034,SC2123,SC2153 # meant so: A && B || C, a PATH of its own; the runner uses some variables

case ${ZSH_VERSION-} in ?*) emulate sh ;; esac

# Only absolute directories of PATH.
remaining_path=$PATH:
PATH=
while [ -n "$remaining_path" ]; do
  path_entry=${remaining_path%%:*}
  remaining_path=${remaining_path#*:}
  case $path_entry in /*) PATH=${PATH:+$PATH:}$path_entry ;; esac
done
environment=$ENVIRONMENT
unset ENVIRONMENT

# First it says that it is there, on each of its streams: nothing is sent before that, and nothing begins whose words
# would get lost.
echo "ready-$1"
[ -n "$4" ] || echo "ready-$1" >&2

# The users besides root and this one who may change the way to the directory: whoever became root here, or owns the
# pipes.
trusted=$SUDO_UID
[ -z "$DOAS_USER" ] || trusted=$(id -u "$DOAS_USER")
# shellcheck disable=SC2012,SC2046 # its fields; ls tells the number of the owner everywhere
[ -z "$4" ] || {
  set -- "$@" $(ls -ldn "$4")
  trusted=$7
  exec <"$4/i" >"$4/o" 2>"$4/e" || exit 93
  rm -rf "$4"
}

login_umask=$(umask)
umask 077
id=$1
run_directory=
temporary_file=
more=
me=

# Says which program is called next, so that it is known which one hangs.
doing() { echo "doing-$id $1"; }

while read -r status_key real_user effective_user other_users; do
  [ "$status_key" != Uid: ] || me=$effective_user
done 2>/dev/null </proc/self/status
[ -n "$me" ] || me=$(id -u)

# Tidies up three times if need be: two relays may each leave a file there while it does.
leave() {
  [ -z "$run_directory" ] || rm -rf "$run_directory" ${more:+"$more"} || rm -rf "$run_directory" ||
    rm -rf "$run_directory"
  [ -z "$temporary_file" ] || rm -f "$temporary_file"
  run_directory=
  temporary_file=
}
trap leave EXIT
trap "exit 94" HUP INT TERM PIPE

# Says how far others can change the way to a directory: closed, sticky (only what is not theirs is safe), or loose.
# Reads what ls says of each directory from / on; DEPTH is how many there are behind /.
judge() {
  read -r file_mode link_count file_owner ls_rest
  trusted="0 $me $file_owner $trusted"
  line_count=0
  way_verdict=closed
  while read -r file_mode link_count file_owner owner_group ls_rest; do
    line_count=$((line_count + 1))
    case " $trusted " in
      *" $file_owner "*) ;;
      *)
        way_verdict=loose
        break
        ;;
    esac
    case $file_mode in
      d????-??-*) way_verdict=closed ;;
      d????w??-*)
        way_verdict=closed
        [ "$file_owner" = "$owner_group" ] && [ "$me" -ne 0 ] || way_verdict=loose
        ;;
      d*) way_verdict=loose ;;
      *)
        way_verdict=loose
        break
        ;;
    esac
    [ "$way_verdict" = closed ] || case $file_mode in d????????[tT]*) way_verdict=sticky ;; *) break ;; esac
  done
  [ "$line_count" -eq "$1" ] || way_verdict=loose
  echo "$way_verdict"
}

# Sets chain to that: DIRECTORY
chain() {
  parent_path=${1%/}
  set --
  while [ -n "$parent_path" ]; do
    [ -e "$parent_path" ] || [ -h "$parent_path" ] && set -- "$parent_path" "$@"
    parent_path=${parent_path%/*}
  done
  # shellcheck disable=SC2012 # numbers of owners
  chain=$(ls -ldn / "$@" 2>/dev/null | judge "$#")
}

# Whether a file system has the space, as far as df tells: DIRECTORY KIB
room() {
  [ "$2" -eq 0 ] || {
    doing df
    free_for=$2
    # shellcheck disable=SC2046 # its fields
    set -- $(df -Pk "$1/" 2>/dev/null)
    [ "${11}" -lt "$free_for" ] 2>/dev/null && return 1
    return 0
  }
}

# Makes the run's directory where nobody but root, the login and this user can change anything, all the way from /: in
# the first place with enough space, else in the first one.
for least_space in "$3" 0; do
  for run_place in "$2" "$TMPDIR" /tmp "${HOME:-/}"; do
    case $run_place in /*) ;; *) continue ;; esac
    wanted_place=$run_place
    until [ -d "$run_place/" ]; do run_place=${run_place%/*}; done
    run_place=${run_place%/}
    doing ls
    chain "$run_place"
    [ "$chain" = loose ] && {
      run_place=$(cd -P "$run_place/" && pwd -P) || continue
      run_place=${run_place%/}
      chain "$run_place"
    }
    # The target's file system is worth a look further up.
    while [ "$chain" = loose ]; do
      [ "$wanted_place" = "$2" ] && [ -n "$run_place" ] || continue 2
      run_place=${run_place%/*}
      chain "$run_place"
    done
    room "$run_place" "$least_space" && doing mkdir && mkdir "$run_place/.provision-$id" 2>/dev/null &&
      run_directory=$run_place/.provision-$id && break 2
  done
done
[ -n "$run_directory" ] || exit 90

# Says by what a process is known, whatever becomes of its number: PID
by() {
  boot_mark=-
  host_name=-
  process_status=
  read -r boot_mark </proc/sys/kernel/random/boot_id
  read -r host_name </proc/sys/kernel/hostname
  read -r process_status <"/proc/$1/stat"
  # shellcheck disable=SC2086 # its fields
  set -- "$1" ${process_status##*")"}
  echo "$1 ${21:--} $boot_mark $host_name"
}
by "$$" >"$run_directory/by" 2>/dev/null

# Copies a part of the archive: OPERANDS of dd...
pick() {
  dd_words=$(dd if="$run_directory/a" "$@" 2>&1) || {
    echo "$dd_words" >&2
    return 1
  }
}

# Unpacks without tar: all of the archive is kept first, for dd to pick the files from it.
untar() {
  cat >"$run_directory/a" || return
  block_number=0
  # shellcheck disable=SC2086 # its fields: name, mode, owner, group, size in octal
  while tar_header=$(dd if="$run_directory/a" bs=512 skip="$block_number" count=1 2>/dev/null | tr "\000" " ") &&
    set -- $tar_header && [ -n "$1" ]; do
    file_size=$(printf %d "0$5")
    full_blocks=$((file_size / 512))
    block_number=$((block_number + 1))
    : >"$run_directory/$1"
    [ "$full_blocks" -eq 0 ] ||
      pick bs=512 skip="$block_number" count="$full_blocks" of="$run_directory/$1" || return
    [ "$((full_blocks * 512))" -eq "$file_size" ] ||
      pick bs=1 skip="$(((block_number + full_blocks) * 512))" count="$((file_size - full_blocks * 512))" \
        seek="$((full_blocks * 512))" conv=notrunc of="$run_directory/$1" || return
    chmod "$2" "$run_directory/$1" || return
    block_number=$((block_number + (file_size + 511) / 512))
  done
  [ "$(wc -c <"$run_directory/a")" -gt "$((block_number * 512))" ] && rm "$run_directory/a"
}

read -r go && [ "$go" = "go-$id" ] || exit 96
doing tar
if command -v tar >/dev/null; then tar -x -p -o -m -C "$run_directory" -f -; else untar; fi || exit 91
[ -f "$run_directory/run" ] || exit 92
# shellcheck disable=SC1091 # StepScript writes it
. "$run_directory/run"
