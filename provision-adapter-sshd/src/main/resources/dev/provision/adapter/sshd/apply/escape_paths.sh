# Paths as words of a line.

tab=$(printf '\t')
line_feed="
"

# Sets plain to a path as it is: WORD, of a list
unescape() {
  plain=$1
  case $1 in
    *\\*)
      plain=$(printf '%b.' "$1")
      plain=${plain%.}
      ;;
  esac
}

# Sets escaped to a path as lists have it: PATH
escape() {
  escaped=$1
  case $1 in
    *["\\ $tab$line_feed"]*)
      escaped=$(printf '%s.' "$1" | sed -e 's/\\/\\0134/g' -e 's/ /\\0040/g' -e "s/$tab/\\\\0011/g" -e '$!s/$/\\0012/' | tr -d '\n')
      escaped=${escaped%.}
      ;;
  esac
}
