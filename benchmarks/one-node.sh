#!/bin/bash
# One node with 3 keys, 20 files of 1 MB in total and 5 scripts, over a real sshd on loopback:
# this program, from shell to prompt, against `tar c | ssh host 'tar x && run the scripts'`, in turn.
#   benchmarks/one-node.sh [RUNS [OTHER]]     RUNS: 15 unless told; medians and the median of the ratios are printed
# OTHER is another checkout, built: it takes turns with this one, and the ratio of the two is printed.
# Needs root's or your own sshd, ssh and ssh-keygen (Debian: openssh-server, openssh-client), and the built distribution.
set -euo pipefail
runs=${1:-15}
top=$(cd "$(dirname "$0")/.." && pwd)
"$top/provision" --version >/dev/null # builds it if need be
# shellcheck source=benchmarks/sshd.sh
. "$top/benchmarks/sshd.sh"
distribution=$(distribution_of "$top")
other=${2:+$(distribution_of "$2")}

# The job, for both sides the same.
conf=$work/conf
mkdir -p "$conf"/{files,scripts,pubkeys} "$target"
for key in 1 2 3; do
  ssh-keygen -q -t ed25519 -N '' -f "$work/user$key"
  cp "$work/user$key.pub" "$conf/pubkeys/"
done
{
  echo "bundles:"
  echo "  job:"
  echo "    files:"
  for file in $(seq -w 20); do
    head -c 52429 /dev/urandom >"$conf/files/part$file"
    echo "      $target/files/part$file: part$file"
  done
  echo "    scripts:"
  for script in 1 2 3 4 5; do
    printf '#!/bin/sh\nset -e\ntest -s %s/files/part0%s\necho out %s\necho err %s >&2\n' \
      "$target" "$script" "$script" "$script" >"$conf/scripts/$script.sh"
    chmod 0755 "$conf/scripts/$script.sh"
    echo "      - {path: $script.sh, target: $target/scripts/$script.sh}"
  done
  echo "destroyable-prefixes: [bench]"
  echo "providers:"
  echo "  bed:"
  echo "    type: hosts"
  echo "    hosts: ['$(id -un)@127.0.0.1:$port']"
  echo "    key: $work/id_ed25519"
  echo "    known-hosts: $work/known_hosts"
} >"$conf/provision.yaml"

export HOME=$work/home PROVISION_HOME=$work/state
mkdir -p "$HOME"
unset SSH_AUTH_SOCK
fresh() { rm -rf "$target" "$work/state"; mkdir -p "$target"; }
ours() {
  "$1/bin/provision" deploy-node -c "$conf" -p bed -b job -n bench >"$work/out" 2>&1 ||
    { cat "$work/out"; exit 1; }
}
plain() {
  tar -cf - -C "$conf" files scripts pubkeys |
    "${ssh_to[@]}" "
      set -e; tar -xf - -C $target
      for k in $target/pubkeys/*; do cat \$k >>$target/keys; done
      for s in $target/scripts/*.sh; do \$s; done" >"$work/out" 2>&1 ||
    { cat "$work/out"; exit 1; }
}
for run in $(seq 0 "$runs"); do
  fresh
  a=$(milliseconds ours "$distribution")
  fresh
  b=$(milliseconds plain)
  c=$a
  if [ -n "$other" ]; then
    fresh
    c=$(milliseconds ours "$other")
  fi
  [ "$run" = 0 ] || echo "$a $b $c" >>"$work/figures" # the first warms the caches
done
echo "runs: $runs"
echo "provision deploy-node: $(cut -d' ' -f1 "$work/figures" | median) ms"
echo "tar | ssh:             $(cut -d' ' -f2 "$work/figures" | median) ms"
echo "ratio:                 $(awk '{printf "%.3f\n", $1 / $2}' "$work/figures" | median)"
[ -z "$other" ] || echo "against $2: $(cut -d' ' -f3 "$work/figures" | median) ms, ratio $(
  awk '{printf "%.3f\n", $1 / $3}' "$work/figures" | median)"
