#!/bin/sh
# provision-template-type: template-string
# A Python virtual environment: -t pyenv_directory=/srv/app/env; /root/env where that is not given.
pyenv_path="${pyenv_directory}"
set -eu
: "${pyenv_path:=/root/env}"

if ! python3 -c 'import ensurepip' 2>/dev/null && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get -q -o DPkg::Lock::Timeout=300 update
  apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends python3 python3-venv
fi
python3 -m venv "$pyenv_path"
"$pyenv_path/bin/python" --version
