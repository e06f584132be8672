#!/bin/sh
set -e
echo "migrating shop:$DB_PASSWORD@db.example"
