#!/bin/sh
# provision-template-type: template-string
# A web server that hands every request on: -t proxy_to=http://127.0.0.1:8080, which is also the default.
proxy_address="${proxy_to}"
set -eu
: "${proxy_address:=http://127.0.0.1:8080}"

if ! command -v apt-get >/dev/null; then
  echo 'this bundle is made for Debian and Ubuntu: there is no apt-get here' >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -q -o DPkg::Lock::Timeout=300 update
apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends nginx
rm -f /etc/nginx/sites-enabled/default
cat >/etc/nginx/sites-available/proxy <<END
server {
  listen 80 default_server;
  location / {
    proxy_pass $proxy_address;
    proxy_set_header Host \$host;
    proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto \$scheme;
  }
}
END
ln -snf ../sites-available/proxy /etc/nginx/sites-enabled/proxy
nginx -t
if [ -d /run/systemd/system ]; then
  systemctl reload-or-restart nginx
fi
echo "Requests go on to $proxy_address."
