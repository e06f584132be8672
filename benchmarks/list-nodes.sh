#!/bin/bash
# How long list-nodes takes at an OpenStack on the loopback interface, from shell to prompt, and what it asks for.
#   benchmarks/list-nodes.sh [RUNS]     RUNS: 15 unless told; minimum, median and maximum
set -euo pipefail
runs=${1:-15}
top=$(cd "$(dirname "$0")/.." && pwd)
"$top/provision" --version >/dev/null # builds it if need be
work=$(mktemp -d)
python3 "$top/benchmarks/openstack.py" >"$work/calls" &
cloud=$!
trap 'kill $cloud; rm -rf "$work"' EXIT
until [ -s "$work/calls" ]; do sleep 0.05; done
export HOME=$work
cat >"$work/provision.yaml" <<YAML
provider: lab
secret-key: \${env:LAB_PASSWORD}
providers: {lab: {type: openstack, endpoint: "http://127.0.0.1:$(head -n 1 "$work/calls")/v3", userid: demo, project: demo}}
YAML
export LAB_PASSWORD=secret

for run in $(seq 0 "$runs"); do
  begin=${EPOCHREALTIME/./}
  "$top/provision" list-nodes -c "$work" >"$work/nodes"
  [ "$run" = 0 ] || echo $(((${EPOCHREALTIME/./} - begin) / 1000)) # the first warms the caches
done | sort -n | awk '{v[NR]=$1} END {printf "%d to %d ms, median %d ms\n", v[1], v[NR], v[int((NR+1)/2)]}'
[ "$(wc -l <"$work/nodes")" = 20 ]
echo "calls of one run:"
tail -n 2 "$work/calls"
[ "$(wc -l <"$work/calls")" = $((1 + 2 * (runs + 1))) ] && echo "and no others"
