# What the steps would change, without a change: behind the runner, whose functions it uses. What is found goes to
# standard error, a file's present content to standard output.
#
# Links are followed and refused as they are where files are put, and nothing but ordinary files is read.

# Content that is larger is not sent.
most=1048576

# Directories that are missing are not made.
dry=dry

# SOURCE TARGET DIRECTORY OWNER MODE
differ() {
  own "$w/$1" "$4" "$5" || return
  want=$(traits "$w/$1")
  size=$(wc -c <"$w/$1")
  case $2 in
    /proc/* | /sys/*)
      if [ ! -f "$2" ]; then
        echo "the kernel has no such file"
      elif tight= && cd -P "${2%/*}" && hold "./${2##*/}" "$size"; then
        contrast "$1" "$held" "$want"
      fi
      return
      ;;
  esac
  chain "$3"
  if [ "$chain" = closed ] && [ ! -h "$2" ]; then
    if [ ! -e "$2" ]; then
      echo missing
    elif plain "$2" && readable "$2"; then
      contrast "$1" "$2" "$(traits "$2")"
    fi
    return
  fi
  wanted=
  if [ -n "$4" ]; then
    wanted=$(owner "$w/$1")
    wanted=${wanted%:*}
  fi
  approach "$3" "$wanted" && name=${2##*/} && arrive "$wanted"
  s=$?
  if [ "$s" -eq 98 ] || { [ "$s" -eq 0 ] && [ ! -e "./$name" ]; }; then
    echo missing
  elif [ "$s" -eq 0 ] && plain "./$name" && readable "./$name"; then
    have=$(traits "./$name")
    if hold "./$name" "$size"; then contrast "$1" "$held" "$have"; fi
  fi
}

readable() {
  if [ ! -r "$1" ]; then
    echo "it cannot be read"
    return 1
  fi
}

# Tells how they differ: SOURCE FILE TRAITS
contrast() {
  echo "want $want"
  echo "have $3"
  if cmp -s "$w/$1" "$2"; then
    echo same
  elif [ "$(wc -c <"$2")" -le "$most" ]; then
    echo content
    cat "$2" >&3
  else
    echo large
  fi
}

compare_file() { # INDEX SOURCE TARGET DIRECTORY OWNER MODE
  begin "$1"
  mark R "$1"
  (trap - EXIT && differ "$2" "$3" "$4" "$5" "$6") >&4 2>&4
  mark E "$1" X 0
}

# Tells how many keys are missing: SOURCE FILE DIRECTORY HOME
lack() {
  keys=$2
  chain "$3"
  if [ "$chain" = closed ] && [ ! -h "$2" ]; then
    plain "$2" || return
  else
    keys=$w/none
    approach "$4" '' && belongs=$keeper && rest=${3#"$4"} && rest=${rest#/}/ && walk "$belongs" && name=${2##*/} && arrive "$belongs"
    s=$?
    if [ "$s" -eq 0 ] && [ -e "./$name" ]; then
      plain "./$name" && readable "./$name" && hold "./$name" "$most" || return
      keys=$held
    elif [ "$s" -ne 0 ] && [ "$s" -ne 98 ]; then
      return
    fi
  fi
  missing "$1" "$keys" && echo "keys $added"
}

compare_keys() { # INDEX SOURCE FILE DIRECTORY HOME
  begin "$1"
  mark R "$1"
  (trap - EXIT && lack "$2" "$3" "$4" "$5") >&4 2>&4
  mark E "$1" X 0
}

# A script that is removed afterwards is never there: INDEX
compare_removed() {
  begin "$1"
  mark R "$1"
  echo runs >&4
  mark E "$1" X 0
}
