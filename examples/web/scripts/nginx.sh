#!/bin/sh
# provision-template-type: template-string
set -e
apt-get update -q
apt-get install -qy nginx
echo "$node_name in $region" > /var/www/html/index.html
nginx -t
