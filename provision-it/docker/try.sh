#!/bin/bash
# try.sh DISTRIBUTION [IMAGE]: the commands of the distribution against a real Docker engine. Prints what each command says, and
# ends with an error if one ends otherwise than it should.
#
# Needs docker and an engine that it reaches (DOCKER_HOST), and an image there that runs an SSH server (image.sh makes one).
set -euo pipefail
bin=$(cd "${1:?the directory of the distribution}" && pwd)/bin
image=${2:-debian-sshd:12}
work=$(mktemp -d)
leave() {
  docker rm -f try-1 try-2 try-3 >/dev/null 2>&1 || true # where something went wrong
  rm -rf "$work"
}
trap leave EXIT
export HOME=$work PROVISION_HOME=$work/provision
mkdir -p "$work/site/scripts" "$work/.ssh"
ssh-keygen -q -t ed25519 -N '' -f "$work/.ssh/id_ed25519"
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
printf '#!/bin/sh\necho "hello from $(hostname)"\n' >"$work/site/scripts/hello.sh"

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
