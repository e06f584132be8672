# What a system says of a script whose interpreter is not there is that the script is not there.

# Says why a script may not have begun: INDEX SCRIPT
lacks() (
  line=
  IFS= read -r line <"$2"
  case $line in '#!'*) ;; *) return ;; esac
  index=$1
  script=$2
  set -f
  # shellcheck disable=SC2086 # its words
  set -- ${line#??}
  [ "$#" -gt 0 ] || return
  if [ ! -e "$1" ]; then
    echo "$script: its interpreter $1 is not there"
    return
  fi
  if [ -d "$1" ]; then
    echo "$script: its interpreter $1 is a directory"
    return
  fi
  if [ ! -x "$1" ]; then
    echo "$script: its interpreter $1 cannot be executed"
    return
  fi
  case $1 in */env) ;; *) return ;; esac
  shift
  while :; do
    case ${1-} in
      -u | -C) shift && shift ;;
      -S?*) name=${1#-S} && break ;;
      -* | *=*) shift ;;
      *) name=${1-} && break ;;
    esac
  done
  set +f
  unset PATH
  # shellcheck disable=SC2154 # the bootstrap has set it
  eval "$environment"
  "env_$index"
  if [ -n "$name" ] && ! command -v "$name" >/dev/null; then
    echo "$script: its interpreter $name is not there (PATH is $PATH)"
  fi
)

