#!/bin/bash
# try.sh DISTRIBUTION [IMAGE]: the commands of the distribution against a real Docker engine. Prints what each command says, and
# ends with an error if one ends otherwise than it should.
#
# Needs docker and an engine that it reaches (DOCKER_HOST), and an image there that runs an SSH server (image.sh makes one).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
image=${2:-debian-sshd:12}
undo() { docker rm -f try-1 try-2 try-3; }
# shellcheck source=provision-it/src/trials/trial.sh
. "$here/../trial.sh" "${1:-}"
cat >"$work/site/provision.yaml" <<YAML
provider: lab
image: $image
name-prefix: try-
destroyable-prefixes: [try-]
bundles: {greeting: {scripts: [hello.sh]}}
providers:
  lab: {type: docker, tags: [team=web]}
  inner: {type: docker, address: private}
  silent: {type: docker, command: echo no server here}
  taken: {type: docker, ports: ["127.0.0.1:$((20000 + $$ % 10000)):80"]}
YAML
# shellcheck disable=SC2016 # the node expands it
printf '#!/bin/sh\necho "hello from $(hostname)"\n' >"$work/site/scripts/hello.sh"

none() { # no container of that name is left
  [ -z "$(docker ps -aq --filter "name=^/$1\$")" ] || { echo "container $1 is left" && exit 1; }
}

run 0 list-nodes
run 0 provision locations
run 0 provision images
run 0 deploy-node -b greeting -n try-1 -s 1cpu-1gb
[ "$(docker inspect -f '{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}}' try-1)" = "1073741824 1000000000" ]
run 0 list-nodes --output table
run 0 provision ssh try-1 -- echo through ssh
run 1 deploy-node -n try-1
run 1 deploy-node -n try-2 -i no/such:image
run 0 deploy-node -b greeting -n try-2 -p inner
run 0 destroy-node try-2
run 11 deploy-node -n try-2 -p silent
run 0 destroy-node try-2
docker run -d --name try-2 -p "127.0.0.1:$((20000 + $$ % 10000)):80" "$image" >/dev/null
run 2 deploy-node -n try-3 -p taken
none try-3
run 0 destroy-node try-1 try-2
run 0 list-nodes
none try-1
none try-2
echo
echo "all as it should be"
