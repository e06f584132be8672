# Runs a command that needs script(1).
command -v script >/dev/null || {
  echo "a terminal needs the program script, which this node does not have (Debian: apt-get install bsdutils)" >&2
  exit 127
}
exec "$@"
