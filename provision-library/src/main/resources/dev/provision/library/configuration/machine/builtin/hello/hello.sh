#!/bin/sh
# provision-template-type: template-string
# Says what this node is. Needs no network and changes nothing.

hello_name="${node_name}"
system=$(. /etc/os-release 2>/dev/null && printf '%s' "$PRETTY_NAME")
authorized=$(grep -c '^[^#]' "$HOME/.ssh/authorized_keys" 2>/dev/null)

printf 'Hello from %s!\n' "${hello_name:-$(uname -n)}"
printf '  host name  %s\n' "$(uname -n)"
printf '  system     %s, kernel %s\n' "${system:-unknown}" "$(uname -r)"
printf '  user       %s, who may log in with %s key(s)\n' "$(id -un)" "${authorized:-0}"
printf '  date       %s\n' "$(date)"
if [ -r /root/hello.txt ]; then
  printf '  the file   /root/hello.txt: %s\n' "$(head -n 1 /root/hello.txt)"
fi
