#!/bin/bash
# try.sh DISTRIBUTION: the commands of the distribution against a real OpenStack, whose servers may be empty shells: their
# guests are stood for by guest.py. Prints what each command says, and ends with an error if one ends otherwise than it should.
#
# Needs root, sshd, python3, and in the environment OS_AUTH_URL, OS_USERNAME, OS_PASSWORD, OS_PROJECT_NAME, and for the
# guests OS_ADMIN_USERNAME, OS_ADMIN_PASSWORD, OS_ADMIN_PROJECT_NAME. The project must have room for a few small servers, and
# its network a router to the outside network OS_FLOATING_NETWORK (else 'public').
#
# OS_GUEST_NETWORKS are the networks of the guests, such as '10.20.0.0/16 172.24.4.0/24': they lead to this machine meanwhile,
# so that nobody else is asked who may have a guest's address before the guest is there.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
undo() {
  "$bin/destroy-node" -c "$work/site" try-1 try-3 || true
  for network in ${OS_GUEST_NETWORKS:?}; do ip route del local "$network" dev lo; done
}
# shellcheck source=provision-it/src/trials/trial.sh
. "$here/../trial.sh" "${1:-}"
for network in ${OS_GUEST_NETWORKS:?the networks of the guests}; do ip route add local "$network" dev lo; done
cat >"$work/site/provision.yaml" <<YAML
provider: lab
image: noble
size: m1.tiny
name-prefix: try-
destroyable-prefixes: [try-]
bundles: {greeting: {scripts: [{path: hello.sh, target: $work/out/hello.sh}]}}
providers:
  lab: {type: openstack, login-user: root, address: private}
  outside: {type: openstack, login-user: root, floating-network: ${OS_FLOATING_NETWORK:-public}}
YAML
printf '#!/bin/sh\necho "hello from a node"\n' >"$work/site/scripts/hello.sh"

run 0 list-nodes
run 0 provision locations
run 0 provision sizes
run 0 provision images
python3 "$here/guest.py" try-1 "$work/guest" &
run 0 deploy-node -b greeting -n try-1
run 0 list-nodes --output table
run 0 provision ssh try-1 -- echo through ssh
run 1 deploy-node -b greeting -n try-1 -i 'no such image'
run 0 destroy-node try-1
wait
run 1 destroy-node try-1
run 1 list-nodes -k not-the-password
python3 "$here/guest.py" try-3 "$work/outer-guest" floating &
run 0 deploy-node -p outside -b greeting -n try-3
run 0 list-nodes -p outside --output table
run 0 provision ssh -p outside try-3 -- echo through ssh
run 0 destroy-node -p outside try-3
wait
before=$(python3 "$here/quota.py" 0)
run 1 deploy-node -n try-2
python3 "$here/quota.py" "$before" >/dev/null
run 0 list-nodes
echo
echo "all as it should be"
