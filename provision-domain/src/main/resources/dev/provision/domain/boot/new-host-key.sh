# Replaces the host key that this node was given in its user data by one that it makes itself, in two runs: the first
# makes the key and prints it; the second, which knows that it is written down, lets the SSH server show it, and prints
# it again. Either may end at any moment, and may be repeated. Any POSIX shell runs it; see docs/adr/0071.
#
# Set in the environment: KNOWN_KEYS, the public keys that this node may have, each TYPE BASE64, with commas in between;
# NEW_KEY, the one to be shown: empty in the first run; CONSOLE, the device of the node's console.

rm -f "$0"
umask 077
PATH=$PATH:/usr/sbin:/sbin:/usr/local/sbin

fail() {
  echo "$*" >&2
  exit 1
}

public() { # FILE: the key in it as TYPE BASE64; from the private part, since the other file may be an older key's
  ssh-keygen -y -P '' -f "$1" 2>/dev/null | cut -d ' ' -f 1,2
}

# Finds the server that listens, among the processes that this one descends from: sets pid, and server to its command
# line. A server that was started for this connection alone is none of them; it needs no telling.
listener() {
  pid=$$
  while [ -r "/proc/$pid/cmdline" ]; do
    server=$(tr '\0' ' ' <"/proc/$pid/cmdline")
    case $server in
      'sshd: '*' [listener]'*)
        server=${server#sshd: }
        server=${server%% \[listener\]*}
        return
        ;;
      /*/sshd | /*/sshd\ *) return ;;
    esac
    pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status")
  done
  pid=
  server=sshd
  for file in /run/sshd.pid /var/run/sshd.pid; do
    if [ -r "$file" ]; then pid=$(cat "$file"); fi
  done
}

# Finds the file of the node's host key: sets key, and shown to the public key in it.
find_key() {
  # shellcheck disable=SC2086 # a command line is words
  files=$($server -T 2>/dev/null | sed -n 's/^hostkey //p')
  for key in $files /etc/ssh/ssh_host_ed25519_key; do
    shown=$(public "$key")
    [ -n "$shown" ] || continue
    case ",$KNOWN_KEYS," in *",$shown,"*) return ;; esac
  done
  fail "no file has the host key that was given to the node"
}

# Makes a key beside the old one, all or nothing, and sees to it that it outlasts a power failure.
make() { # FILE
  [ ! -d "$1" ] || fail "$1 is a directory, so that ssh-keygen can make no key there"
  rm -f "$1.part" "$1.part.pub"
  said=$(ssh-keygen -q -t ed25519 -N '' -C "root@$(uname -n)" -f "$1.part" 2>&1) || fail "ssh-keygen: $said"
  chmod 644 "$1.part.pub"
  sync "$1.part" "$1.part.pub" 2>/dev/null || sync
  { mv -f "$1.part.pub" "$1.pub" && mv -f "$1.part" "$1"; } 2>/dev/null || fail "$1 cannot be written"
}

# Lets the new key take the old one's place. What is in the way of the .pub is gone first: no server ever sees one that
# belongs to another key.
replace() { # OLD NEW
  said=$(rm -f "$1.pub" 2>&1 && mv -f "$2" "$1" 2>&1) || {
    ssh-keygen -y -P '' -f "$1" >"$1.pub"
    fail "$1 cannot be replaced: $said"
  }
  mv -f "$2.pub" "$1.pub" || ssh-keygen -y -P '' -f "$1" >"$1.pub"
  chmod 644 "$1.pub"
  sync "$1" "$1.pub" 2>/dev/null || sync
  if [ -e /sys/fs/selinux/enforce ] && command -v restorecon >/dev/null; then restorecon "$1" "$1.pub"; fi
}

command -v ssh-keygen >/dev/null || fail "there is no ssh-keygen"
listener
find_key
new=$key.new

if [ -z "$NEW_KEY" ]; then
  # What an earlier run has begun is gone on with: only its keys are written down.
  given=${KNOWN_KEYS%%,*}
  if [ "$shown" = "$given" ]; then
    made=$(public "$new")
    if [ -d "$new" ] || [ -z "$made" ]; then
      make "$new"
      made=$(public "$new")
      [ -n "$made" ] || fail "ssh-keygen has made no key"
    fi
    echo "$made"
  else
    echo "$shown"
  fi
  exit
fi

if [ "$shown" != "$NEW_KEY" ]; then
  [ "$(public "$new")" = "$NEW_KEY" ] || fail "$new is not the key that the node has told"
  replace "$key" "$new"
elif ! grep -qF "$NEW_KEY" "$key.pub" 2>/dev/null; then
  ssh-keygen -y -P '' -f "$key" >"$key.pub" && chmod 644 "$key.pub"
fi
[ -e "$new" ] || rm -f "$new.pub"
if [ -n "$pid" ]; then
  said=$(kill -HUP "$pid" 2>&1) || fail "the SSH server, process $pid, cannot be told: $said"
fi
# In the form of cloud-init's, which has written the given key there: by the console, other computers know the node
# (host-trust: console). A console that takes nothing keeps nobody waiting: what waits for it has none of our streams.
if [ -e "${CONSOLE:-}" ]; then
  {
    printf '%s\n' '-----BEGIN SSH HOST KEY KEYS-----' "$NEW_KEY root@$(uname -n)" '-----END SSH HOST KEY KEYS-----' \
      >"$CONSOLE"
  } </dev/null >/dev/null 2>&1 &
fi
echo "$NEW_KEY"
