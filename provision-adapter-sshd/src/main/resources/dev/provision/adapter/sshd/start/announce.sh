# Runs a command that asks for a password on its standard streams, as sudo does on standard error, or not at all.
#
# Usage: sh -c THIS ID COMMAND: ID is $0. Traces are switched off: one would repeat what is asked with.
{ set +xv; } 2>/dev/null
echo "asking-$0" >&2
exec "$@"
