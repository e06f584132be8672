#!/bin/bash
# How fast the command line answers, against a class that prints a line on the same JDK, in turn; and the README's
# first command on the local provider, from shell to prompt.
#   benchmarks/start-up.sh [RUNS [OTHER]]     RUNS: 15 unless told; medians, and the median of the ratios
# OTHER is another checkout, built: it takes turns with this one, and the ratio of the two is printed.
set -euo pipefail
runs=${1:-15}
other=${2:-}
top=$(cd "$(dirname "$0")/.." && pwd)
"$top/provision" --version >/dev/null # builds it if need be
for distribution in "$top"/provision-cli/target/provision-*/; do :; done
read -r jdk <"$distribution/lib/java-home"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME=$work/home
mkdir -p "$HOME"
cat >"$work/Hello.java" <<'JAVA'
public class Hello {
  public static void main(String[] arguments) {
    System.out.println("hello");
  }
}
JAVA
"$jdk/bin/javac" -d "$work" "$work/Hello.java"

hello() { "$jdk/bin/java" -cp "$work" Hello; }
milliseconds() { # of one command
  local begin=${EPOCHREALTIME/./}
  "$@" >"$work/out" 2>&1 || { cat "$work/out"; exit 1; }
  echo $(((${EPOCHREALTIME/./} - begin) / 1000))
}
median() { sort -n | awk '{v[NR]=$1} END {print NR % 2 ? v[(NR+1)/2] : (v[NR/2]+v[NR/2+1])/2}'; }

commands=('--help' '--version' 'plan -b hello' 'list-nodes' 'deploy-node -b hello -n deploy-test-bench')
for run in $(seq 0 "$runs"); do
  for i in "${!commands[@]}"; do
    a=$(milliseconds hello)
    # shellcheck disable=SC2086 # several words
    b=$(milliseconds "$top/provision" ${commands[i]})
    c=$b
    if [ -n "$other" ]; then
      [ "$i" != 4 ] || "$top/provision" destroy-node deploy-test-bench >/dev/null 2>&1 || true
      # shellcheck disable=SC2086 # several words
      c=$(PROVISION_HOME=$work/other milliseconds "$other/provision" ${commands[i]})
    fi
    [ "$run" = 0 ] || echo "$a $b $c" >>"$work/figures.$i" # the first warms the caches
  done
  "$top/provision" destroy-node deploy-test-bench >/dev/null 2>&1 || true
  [ -z "$other" ] || PROVISION_HOME=$work/other "$other/provision" destroy-node deploy-test-bench >/dev/null 2>&1 || true
done
echo "a class that prints a line: $(cut -d' ' -f1 "$work"/figures.* | median) ms"
for i in "${!commands[@]}"; do
  printf 'provision %-40s %s ms, ratio %s\n' "${commands[i]}:" "$(cut -d' ' -f2 "$work/figures.$i" | median)" \
    "$(awk '{printf "%.2f\n", $2 / $1}' "$work/figures.$i" | median)"
  [ -z "$other" ] || printf '%50s %s ms, ratio %s\n' "against $other:" "$(cut -d' ' -f3 "$work/figures.$i" | median)" \
    "$(awk '{printf "%.3f\n", $2 / $3}' "$work/figures.$i" | median)"
done
