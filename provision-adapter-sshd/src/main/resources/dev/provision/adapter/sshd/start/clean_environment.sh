# Runs a program of the shell without the login's environment: variables, shell options and functions that came with it
# would change what programs do. Scripts get it back from ENVIRONMENT.
#
# Usage: sh -c THIS PROGRAM ARGUMENTS...: the program is $0.
#
# Calls only special built-ins here: no function can replace them.
{ set +x; } 2>/dev/null
set +Ceu
# shellcheck disable=SC3045 # bash knows -n
case ${BASH_VERSION-} in ?*) export -n SHELLOPTS BASHOPTS ;; esac
exec env -i "PATH=${PATH:-/usr/sbin:/usr/bin:/sbin:/bin}" "HOME=${HOME-}" "TMPDIR=${TMPDIR-}" \
  "SUDO_UID=${SUDO_UID-}" "DOAS_USER=${DOAS_USER-}" LC_ALL=C "ENVIRONMENT=$(export -p)" \
  /bin/sh -c "$0" provision "$@"
