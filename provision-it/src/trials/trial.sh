# shellcheck shell=bash
# What the trials of clouds have in common; they read this with the directory of the distribution, and may define undo,
# which removes what is left where something went wrong.
#
# $work is a directory for the trial, and a home with a key of its own; $work/site becomes its configuration.
set -euo pipefail
bin=$(cd "${1:?the directory of the distribution}" && pwd)/bin
work=$(mktemp -d)
leave() {
  undo >/dev/null 2>&1 || true
  jobs -pr | xargs -r kill
  rm -rf "$work"
}
trap leave EXIT
export HOME=$work PROVISION_HOME=$work/provision
mkdir -p "$work/site/scripts" "$work/.ssh"
ssh-keygen -q -t ed25519 -N '' -f "$work/.ssh/id_ed25519"

run() { # STATUS PROGRAM ARGUMENTS: runs it and compares its status
  local expected=$1 status=0
  shift
  echo
  echo "\$ $*"
  local program=$1 words=("${@:2}") site=(-c "$work/site")
  [ "$program" != provision ] || { site=("${words[0]}" "${site[@]}") && words=("${words[@]:1}"); }
  "$bin/$program" "${site[@]}" "${words[@]}" 2>&1 || status=$?
  [ "$status" = "$expected" ] || { echo "status $status, should be $expected" && exit 1; }
}
