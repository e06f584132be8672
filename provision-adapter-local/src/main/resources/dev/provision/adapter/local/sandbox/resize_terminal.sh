# Sets the size of a terminal: PARENT COLUMNS ROWS. It belongs to the only child of PARENT, which is script(1).
for status in /proc/[0-9]*/status; do
  while read -r key value; do
    if [ "$key $value" = "PPid: $1" ]; then
      exec stty -F "$(readlink "${status%/status}/fd/0")" cols "$2" rows "$3"
    fi
  done <"$status"
done 2>/dev/null
