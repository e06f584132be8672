#!/bin/bash
# A directory of 5,000 small files over a real sshd on loopback, against `tar c | ssh host tar x`, in turn: the first time,
# when nothing is there, and once more, when nothing is new. For both, the whole time of a new process counts.
#   benchmarks/directory.sh [RUNS [FILES [BYTES]]]     9, 5000 and 4096 unless told; medians are printed
# Needs root's or your own sshd, ssh and ssh-keygen (Debian: openssh-server, openssh-client), a JDK, and the built
# distribution; or CLASSES, a class path with the ports, the adapter and its libraries.
set -euo pipefail
runs=${1:-9}
files=${2:-5000}
bytes=${3:-4096}
top=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=benchmarks/sshd.sh
. "$top/benchmarks/sshd.sh"
classes=${CLASSES:-$(distribution_of "$top")/lib/*}
java=${JAVA25_HOME:-${JAVA_HOME:-}}
java=${java:+$java/bin/}
mkdir -p "$work/classes" "$work/home" "$target"
"${java}javac" -nowarn -proc:none -d "$work/classes" -cp "$classes" "$top/benchmarks/Directory.java"
"${java}jar" --create --file "$work/benchmark.jar" -C "$work/classes" .
start=("${java}java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:SharedArchiveFile="$work/classes.jsa" -Xlog:cds=off
  -Xlog:cds+dynamic=off -cp "$work/benchmark.jar:$classes" Directory)

source=$work/source
for file in $(seq "$files"); do
  directory=$source/d$((file / 50))
  [ -d "$directory" ] || mkdir -p "$directory"
  head -c "$bytes" /dev/urandom >"$directory/file$file"
done

ours() {
  "${start[@]}" "$port" "$(id -un)" "$work/id_ed25519" "$work/known_hosts" "$work/state" "$source" "$target/put" \
    >"$work/out" 2>&1 || { cat "$work/out"; exit 1; }
}
plain() {
  tar -cf - -C "$source" . | "${ssh_to[@]}" "mkdir -p $target/put && tar -xf - -C $target/put"
}
fresh() { rm -rf "$target/put"; }

export HOME=$work/home
unset SSH_AUTH_SOCK
# As the distribution does, with an archive of the classes that are used.
"${start[@]:0:3}" -XX:ArchiveClassesAtExit="$work/classes.jsa" "${start[@]:4}" "$port" "$(id -un)" "$work/id_ed25519" \
  "$work/known_hosts" "$work/state" "$source" "$target/put" >"$work/out" 2>&1 || { cat "$work/out"; exit 1; }
for run in $(seq 0 "$runs"); do
  fresh
  a=$(milliseconds ours)
  diff -r "$source" "$target/put"
  b=$(milliseconds ours)
  within=$(awk '/^connect/ {print $4}' "$work/out")
  fresh
  c=$(milliseconds plain)
  d=$(milliseconds plain)
  [ "$run" = 0 ] || echo "$a $b $c $d $within" >>"$work/figures" # the first warms the caches
done
column() { cut -d' ' -f"$1" "$work/figures" | median; }
ratio() { awk -v a="$1" -v b="$2" '{printf "%.3f\n", $a / $b}' "$work/figures" | median; }
echo "runs: $runs, files: $files of $bytes bytes"
echo "tar | ssh:              $(column 3) ms, once more $(column 4) ms"
echo "provision, first time:  $(column 1) ms, ratio $(ratio 1 3)"
echo "provision, nothing new: $(column 2) ms, ratio $(ratio 2 3); of that, to apply: $(column 5) ms, ratio $(ratio 5 3)"
