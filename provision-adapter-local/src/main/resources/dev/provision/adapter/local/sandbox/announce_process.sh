# The first lines of a command's script: they let go of the process that waits.
read -r pid _ </proc/self/stat
echo "started $pid" >&8
exec 8>&-
unset pid LC_ALL PWD OLDPWD
