# Ends a program and all that it has started, when its own input ends: it is told the number of the process in a line,
# and a second line when the program has ended. Signals of a terminal are not for it.
trap '' INT TERM HUP QUIT
end() {
  kill -STOP "$1"
  for child in $(cat "/proc/$1/task/$1/children" || pgrep -P "$1"); do
    end "$child"
  done
  kill -KILL "$1"
}
read -r process
case $process in '') exit ;; esac
read -r _ || end "$process"
