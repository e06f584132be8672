#!/bin/sh
# provision-template-type: template-string
# The SNMP agent, for reading only: -t snmp_community=NAME; nobody may ask where that is not given, but this node itself.
snmp_name="${snmp_community}"
set -eu

if ! command -v apt-get >/dev/null; then
  echo 'this bundle is made for Debian and Ubuntu: there is no apt-get here' >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -q -o DPkg::Lock::Timeout=300 update
apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends snmpd
umask 077
{
  if [ -n "$snmp_name" ]; then
    echo 'agentAddress udp:161'
    echo "rocommunity $snmp_name"
  else
    echo 'agentAddress udp:127.0.0.1:161'
    echo 'rocommunity public 127.0.0.1'
  fi
} >/etc/snmp/snmpd.conf
if [ -d /run/systemd/system ]; then
  systemctl restart snmpd
fi
echo 'The SNMP agent is installed.'
