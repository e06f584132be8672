# shellcheck shell=sh
# Finds a Java for Provision; read by other shell scripts. Starts no Java: that would cost as much as the program itself.

oldest_java=25

# Whether directory $1 has a Java that is new enough, as its file "release" says, and in it the program $2.
java_suits() {
  [ -n "$1" ] && [ -x "$1/bin/$2" ] && [ -r "$1/release" ] || return 1
  while IFS='="' read -r key _ value _; do
    if [ "$key" = JAVA_VERSION ]; then
      value=${value%%[!0-9]*}
      [ "${value:-0}" -ge "$oldest_java" ]
      return
    fi
  done <"$1/release"
  return 1
}

# Sets java_home: to $2 if that suits, else to JAVA_HOME, the java on PATH, one in the usual places. $1 is the program
# that it must have.
find_java() {
  for java_home in "$2" "${JAVA_HOME:-}"; do
    java_suits "$java_home" "$1" && return
  done
  java_home=$(command -v java)
  while [ -L "$java_home" ]; do
    link=$(readlink "$java_home")
    case $link in
      /*) java_home=$link ;;
      *) java_home=${java_home%/*}/$link ;;
    esac
  done
  java_home=${java_home%/bin/java}
  java_suits "$java_home" "$1" && return
  for java_home in /usr/lib/jvm/* /opt/* /opt/*/* /usr/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    java_suits "$java_home" "$1" && return
  done
  return 1
}

# Says how to get one. $1 is who needs it.
no_java() {
  echo "error: $1 needs Java $oldest_java or newer, and there is none in JAVA_HOME, PATH, /usr/lib/jvm, /opt, ~/.sdkman or ~/.jdks" >&2
  echo "  install one, such as your system's openjdk-$oldest_java-jdk or Eclipse Temurin $oldest_java, or name its directory in JAVA_HOME" >&2
}
