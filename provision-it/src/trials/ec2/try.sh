#!/bin/bash
# try.sh DISTRIBUTION: the commands of the distribution against a cloud with Amazon's API, whose instances may be empty
# shells: their guests are stood for by guest.py. Prints what each command says, and ends with an error if one ends otherwise
# than it should. Any emulator of EC2 will do that checks image ids and instance types.
#
# Needs root, sshd, python3, and in the environment AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY. IMAGE is one
# that the cloud has, by name or id (al2023). CHECK_KEYS is a command after which the cloud checks keys, if it does not do so at
# once (true).
#
# Emulators invent addresses that others may have: start this and the emulator in a network name space of their own.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
undo() { "$bin/destroy-node" -c "$work/site" try-1; }
# shellcheck source=provision-it/src/trials/trial.sh
. "$here/../trial.sh" "${1:-}"
cat >"$work/site/provision.yaml" <<YAML
provider: emulated
image: ${IMAGE:-al2023}
name-prefix: try-
destroyable-prefixes: [try-]
bundles: {greeting: {scripts: [{path: hello.sh, target: $work/out/hello.sh}]}}
providers: {emulated: {type: aws-ec2, endpoint: "$AWS_ENDPOINT_URL", login-user: root, disk-size: 12, tags: [team=web]}}
YAML
printf '#!/bin/sh\necho "hello from a node"\n' >"$work/site/scripts/hello.sh"

run 0 list-nodes
run 0 provision locations
run 0 provision sizes | sed 8q
run 0 provision images
python3 "$here/guest.py" try-1 "$work/guest" &
run 0 deploy-node -b greeting -n try-1
run 0 list-nodes --output table
run 0 provision ssh try-1 -- echo through ssh
run 0 destroy-node try-1
wait
run 0 destroy-node try-1 # it is shown a while longer, as gone
run 14 deploy-node -n try-2 -s m7i.large -l us-east-1b --wait 5
run 0 destroy-node try-2
run 1 deploy-node -n try-3 -i 'no such image'
run 1 deploy-node -n try-3 -i ami-0123456789abcdef0
run 1 deploy-node -n try-3 -s t9.huge
run 2 deploy-node -n try-3 -l us-east-1z
run 0 list-nodes
${CHECK_KEYS:-true} >/dev/null
run 1 list-nodes -k not-the-secret
run 1 list-nodes -u AKIANOBODY
echo
echo "all as it should be"
