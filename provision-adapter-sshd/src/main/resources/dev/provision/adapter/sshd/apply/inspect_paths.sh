# Looks at what is at a path, whoever else can change the way to it; see docs/adr/0015.

# Sets state to what is there, and real to where that is; copies it, unless COPY is empty: PATH WANTED FOLLOW COPY.
# A state is: none; file SUM TRAITS; link TARGET; dir TRAITS; or other. Sets fault if it cannot be copied.
inspect() {
  seen=$(look "$@") || return
  state=${seen%%"$line_feed"*}
  real=${seen#*"$line_feed"}
  # What ends with a line feed is followed by a point, too.
  real=${real%.}
  case $state in
    fault*)
      fault=${state#"fault "}
      return 1
      ;;
  esac
}

look() {
  trap - EXIT
  dry=dry
  path=$1
  way=${1%/*}
  approach "${way:-/}" "$2" >/dev/null
  s=$?
  name=${1##*/}
  if [ "$s" -eq 0 ] && [ -n "$3" ]; then
    if [ -d "./$name/" ] && [ -h "./$name" ]; then
      # A directory that a link leads to.
      approach "$path" "$2" >/dev/null || return
      real=$(pwd -P)
      cd -P .. && name=${real##*/}
    else
      arrive "$2" >/dev/null
      s=$?
    fi
  fi
  if [ "$s" -eq 98 ]; then
    printf '%s\n' none "$path."
    return
  elif [ "$s" -ne 0 ]; then
    return 1
  fi
  real=$(pwd -P)
  real=${real%/}/$name
  if [ -n "$4" ] && { [ -h "./$name" ] || [ -f "./$name" ]; }; then
    if ! why=$(cp -pPR "./$name" "$4" 2>&1); then
      rm -f "$4"
      printf '%s\n' "fault what it replaces cannot be kept: ${why##*: }" .
      return
    fi
  fi
  if ! describe; then
    printf '%s\n' "fault what it replaces cannot be kept: it cannot be read" .
    return
  fi
  printf '%s\n' "$state" "$real."
}

# Sets state to what is at $name in the present directory.
describe() {
  if [ -h "./$name" ]; then
    line=$(ls -ldn "./$name" && echo .)
    line=${line#*"./$name -> "}
    escape "${line%"$line_feed."}"
    state="link $escaped"
  elif [ -d "./$name" ]; then
    state="dir $(traits "./$name")"
  elif [ -f "./$name" ]; then
    hold "./$name" "$(wc -c <"./$name")" >/dev/null && sum=$(sum_up <"$held") || return
    state="file ${sum%% *} $(traits "./$name")"
  elif [ -e "./$name" ]; then
    state=other
  else
    state=none
  fi
}

sum_up() {
  if command -v sha256sum >/dev/null; then sha256sum; else cksum; fi
}
