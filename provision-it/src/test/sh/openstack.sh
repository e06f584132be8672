#!/bin/sh
# Tries the program on a real OpenStack: lists, deploys, destroys, and what must fail. Not part of the build.
# Needs root, sshd, ip, and an OpenStack without guests behind its addresses, such as one with Nova's fake driver: a real
# sshd is put at the address that the cloud gives to the node.
# usage: OS_AUTH_URL=… OS_USERNAME=… OS_PASSWORD=… OS_PROJECT_NAME=… QUOTA=… openstack.sh DISTRIBUTION
# QUOTA: how many nodes the project may have, which has none at first.
set -eu
bin=$1/bin
work=$(mktemp -d)
export PROVISION_HOME="$work/home"
node=deploy-test-openstack
address=
sshd=

clean() {
  [ -z "$sshd" ] || kill "$sshd" 2>/dev/null || true
  [ -z "$address" ] || ip address delete "$address/32" dev lo 2>/dev/null || true
  rm -rf "$work"
}
trap clean EXIT INT TERM

mkdir -p "$work/c/scripts"
ssh-keygen -q -t ed25519 -N '' -f "$work/key"
ssh-keygen -q -t ed25519 -N '' -f "$work/host"
cp "$work/key.pub" "$work/authorized"
printf '#!/bin/sh\necho "hello from $(hostname)"\n' >"$work/c/scripts/hello.sh"
cat >"$work/c/provision.yaml" <<EOF
provider: cloud
target-dir: $work/target
bundles: {hi: {scripts: [hello.sh]}}
providers:
  cloud: {type: openstack-nova, address: private, host-trust: accept-new, login-user: root}
EOF
# Offered like any of the user's own keys: the cloud has no key pair of that name.
mkdir -p "$work/user/.ssh"
cp "$work/key" "$work/user/.ssh/id_ed25519"

say() { printf '\n$ %s\n' "$*"; }
run() {
  say "$@"
  status=0
  HOME="$work/user" "$bin/$@" || status=$?
  echo "(exit $status)"
}
expect() {
  wanted=$1
  shift
  run "$@"
  [ "$status" -eq "$wanted" ] || { echo "expected exit $wanted"; exit 1; }
}

# Puts a server at the node's address as soon as the cloud names it.
serve() {
  for _ in $(seq 120); do
    address=$(HOME="$work/user" "$bin/list-nodes" -c "$work/c" -o json |
      sed -n 's/.*"\(10\.[0-9.]*\)".*/\1/p' | head -1)
    [ -n "$address" ] && break
    sleep 0.5
  done
  ip address add "$address/32" dev lo
  echo "$address" >"$work/address"
  mkdir -p /run/sshd
  exec "$(command -v sshd || echo /usr/sbin/sshd)" -D -f /dev/null -h "$work/host" -o ListenAddress="$address" \
    -o AuthorizedKeysFile="$work/authorized" -o StrictModes=no -o PidFile=none -o UsePAM=no 2>/dev/null
}

expect 0 provision locations -c "$work/c"
expect 0 provision sizes -c "$work/c"
expect 0 provision images -c "$work/c"
serve &
sshd=$!
expect 0 deploy-node -c "$work/c" -b hi -n "$node" -i noble -s m1.tiny
address=$(cat "$work/address")
expect 0 list-nodes -c "$work/c"
expect 0 destroy-node -c "$work/c" "$node"
expect 0 list-nodes -c "$work/c"
expect 1 deploy-node -c "$work/c" -b hi -n "$node" -i no-such-image
expect 1 list-nodes -c "$work/c" -k wrong
say "$QUOTA nodes, which is what the project may have, and one more"
i=0
while [ "$i" -le "$QUOTA" ]; do
  i=$((i + 1))
  status=0
  HOME="$work/user" "$bin/deploy-node" -c "$work/c" -b hi -n "deploy-test-quota-$i" -s m1.tiny --wait 1s \
    >/dev/null 2>"$work/error" || status=$?
done
cat "$work/error"
echo "(exit $status)"
[ "$status" -eq 1 ] && grep -qi quota "$work/error" || exit 1
for name in $(HOME="$work/user" "$bin/list-nodes" -c "$work/c" | cut -d' ' -f1); do
  HOME="$work/user" "$bin/destroy-node" -c "$work/c" "$name" 2>/dev/null
done
expect 0 list-nodes -c "$work/c"
echo "all as expected"
