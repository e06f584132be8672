# shellcheck shell=bash
# Sourced by benchmarks that need a real sshd on loopback. Before: top, the checkout; target, the directory that is the
# home of the node. After: work, a temporary directory; port; ssh_to, the command. All of it ends with the script.

distribution_of() { # the one built in a checkout
  local built
  for built in "$1"/provision-cli/target/provision-*/; do :; done
  [ -x "$built/bin/provision" ] || { echo "$1 has no built distribution" >&2; exit 2; }
  echo "$built"
}

sshd=$(command -v sshd || echo /usr/sbin/sshd)
[ -x "$sshd" ] || { echo "sshd is missing: install openssh-server" >&2; exit 2; }
work=$(mktemp -d)
target=$work/node
daemon=
finish() {
  [ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

# A server of our own: own host key, own port, only our key.
ssh-keygen -q -t ed25519 -N '' -f "$work/host"
ssh-keygen -q -t ed25519 -N '' -f "$work/id_ed25519"
cp "$work/id_ed25519.pub" "$work/authorized_keys"
for port in $(seq 22022 22099); do
  (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
done
cat >"$work/sshd_config" <<CONF
ListenAddress 127.0.0.1:$port
HostKey $work/host
AuthorizedKeysFile $work/authorized_keys
StrictModes no
UsePAM no
PidFile none
MaxStartups 1000
SetEnv HOME=$target
CONF
[ "$(id -u)" != 0 ] || mkdir -p /run/sshd
"$sshd" -D -e -f "$work/sshd_config" 2>"$work/sshd.log" &
daemon=$!
until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 "$work/host.pub")" >"$work/known_hosts"

# shellcheck disable=SC2034 # for who sources this
ssh_to=(ssh -F none -i "$work/id_ed25519" -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=yes
  -o UserKnownHostsFile="$work/known_hosts" -p "$port" 127.0.0.1)

milliseconds() { # of one command
  local begin=${EPOCHREALTIME/./}
  "$@"
  echo $(((${EPOCHREALTIME/./} - begin) / 1000))
}

median() { sort -n | awk '{v[NR]=$1} END {print NR % 2 ? v[(NR+1)/2] : (v[NR/2]+v[NR/2+1])/2}'; }
