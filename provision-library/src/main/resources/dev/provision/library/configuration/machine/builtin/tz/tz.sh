#!/bin/sh
# provision-template-type: template-string
# Sets the time zone: -t timezone=Europe/Berlin; UTC where that is not given.
tz_zone="${timezone}"
set -eu
: "${tz_zone:=UTC}"

if [ ! -e "/usr/share/zoneinfo/$tz_zone" ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get -q -o DPkg::Lock::Timeout=300 update
  apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends tzdata
fi
if [ ! -f "/usr/share/zoneinfo/$tz_zone" ]; then
  echo "there is no time zone '$tz_zone'; see 'timedatectl list-timezones'" >&2
  exit 1
fi
ln -snf "/usr/share/zoneinfo/$tz_zone" /etc/localtime
echo "$tz_zone" >/etc/timezone
echo "The time zone is $tz_zone: $(date)"
