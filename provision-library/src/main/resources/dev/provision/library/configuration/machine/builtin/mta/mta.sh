#!/bin/sh
# provision-template-type: template-string
# Postfix, for this node's own mail only: -t mail_relay=[smtp.example.com]:587 sends it through another server.
mta_relay="${mail_relay}"
set -eu

if ! command -v apt-get >/dev/null; then
  echo 'this bundle is made for Debian and Ubuntu: there is no apt-get here' >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
echo "postfix postfix/main_mailer_type select Internet Site" | debconf-set-selections
echo "postfix postfix/mailname string $(uname -n)" | debconf-set-selections
apt-get -q -o DPkg::Lock::Timeout=300 update
apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends postfix
postconf -e 'inet_interfaces = loopback-only' 'smtp_tls_security_level = may' "relayhost = $mta_relay"
postfix check
if [ -d /run/systemd/system ]; then
  systemctl restart postfix
fi
if [ -n "$mta_relay" ]; then
  echo "Mail goes by way of $mta_relay."
else
  echo 'Mail goes straight to its destination.'
fi
