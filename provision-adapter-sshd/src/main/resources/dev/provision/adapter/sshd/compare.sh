# What the steps would change, without a change: behind the runner, whose functions it uses. What is found goes to
# standard error, a file's present content to standard output.

# Content that is larger is not sent.
most=1048576

# SOURCE TARGET OWNER MODE
differ() {
  if [ -d "$2" ]; then
    echo "it is a directory"
  elif [ ! -e "$2" ] && [ ! -h "$2" ]; then
    echo missing
  elif [ ! -r "$2" ]; then
    echo "it cannot be read"
  elif own "$w/$1" "$3" "$4"; then
    echo "want $(traits "$w/$1")"
    case $2 in
      /proc/* | /sys/*) echo "have $(traits "$w/$1")" ;;
      *) echo "have $(traits "$2")" ;;
    esac
    # shellcheck disable=SC2002 # the kernel's files have no size
    if cat "$2" | cmp -s "$w/$1" -; then
      echo same
    elif [ "$(wc -c <"$2")" -le "$most" ]; then
      echo content
      cat "$2" >&3
    else
      echo large
    fi
  fi
}

compare_file() { # INDEX SOURCE TARGET OWNER MODE
  begin "$1"
  mark R "$1"
  differ "$2" "$3" "$4" "$5" >&4 2>&4
  mark E "$1" X 0
}

compare_keys() { # INDEX SOURCE FILE
  begin "$1"
  mark R "$1"
  {
    missing "$2" "$3" && echo "keys $added"
  } >&4 2>&4
  mark E "$1" X 0
}
