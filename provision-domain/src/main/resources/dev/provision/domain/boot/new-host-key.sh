# Replaces the host key that this node was given in its user data by one that it makes itself, lets its SSH server show
# that one, and prints it. Any POSIX shell runs it; see docs/adr/0070.
#
# Set in the environment: BOOT_KEY, the public key it was given, as TYPE BASE64.

rm -f "$0"
umask 077
PATH=$PATH:/usr/sbin:/sbin:/usr/local/sbin

fail() {
  echo "$*" >&2
  exit 1
}

public() { # FILE: the key as TYPE BASE64
  { cat "$1.pub" || ssh-keygen -y -P '' -f "$1"; } 2>/dev/null | cut -d ' ' -f 1,2
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

command -v ssh-keygen >/dev/null || fail "there is no ssh-keygen"
listener
# shellcheck disable=SC2086 # a command line is words
files=$($server -T 2>/dev/null | sed -n 's/^hostkey //p')
key=
for key in $files /etc/ssh/ssh_host_ed25519_key ''; do
  if [ -n "$key" ] && [ "$(public "$key")" = "$BOOT_KEY" ]; then break; fi
done
[ -n "$key" ] || fail "no file has the host key that was given to the node"

new=$key.new
rm -f "$new" "$new.pub"
said=$(ssh-keygen -q -t ed25519 -N '' -C "root@$(uname -n)" -f "$new" 2>&1) || fail "ssh-keygen: $said"
chmod 644 "$new.pub"
made=$(public "$new")
[ -n "$made" ] || fail "ssh-keygen has made no key"
ln -f "$key" "$key.old" || fail "$key cannot be replaced"
if ! { mv -f "$new" "$key" && mv -f "$new.pub" "$key.pub"; }; then
  mv -f "$key.old" "$key"
  fail "$key cannot be replaced"
fi
if [ -e /sys/fs/selinux/enforce ] && command -v restorecon >/dev/null; then restorecon "$key" "$key.pub"; fi
if [ -n "$pid" ] && ! said=$(kill -HUP "$pid" 2>&1); then
  mv -f "$key.old" "$key"
  ssh-keygen -y -P '' -f "$key" >"$key.pub"
  fail "the SSH server, process $pid, cannot be told: $said"
fi
rm -f "$key.old"
echo "$made"
