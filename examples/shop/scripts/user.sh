#!/bin/sh
set -e
id app 2>/dev/null || useradd --system --shell /usr/sbin/nologin app
