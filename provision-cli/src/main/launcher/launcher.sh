#!/bin/sh
# Starts the program that this file is named after, of the distribution that this file is in.
# As far as possible the shell does everything itself: each program started would cost a millisecond or more.

# The file behind symbolic links.
called_as=${PROVISION_CALLED_AS:-$0}
unset PROVISION_CALLED_AS
case $0 in
  */*) self=$0 ;;
  *) self=./$0 ;;
esac
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=${self%/*}/$link ;;
  esac
done
program=${self##*/}
home=${self%/*}/..

# Texts that the build made from the commands' own definitions need no Java.
text=
case $#:$1 in
  1:-h | 1:--help) text=help/$program.txt ;;
  1:-V | 1:--version) text=help/version.txt ;;
  2:completion)
    case $2 in
      bash) text=completions/bash/provision ;;
      zsh) text=completions/zsh/_provision ;;
      fish) text=completions/fish/provision.fish ;;
    esac
    ;;
  2:help) text=help/$program-$2.txt ;;
  2:*)
    case $2 in
      -h | --help) text=help/$program-$1.txt ;;
    esac
    ;;
esac
[ -n "$text" ] && [ -r "$home/share/$text" ] && exec cat "$home/share/$text"

# shellcheck source=provision-cli/src/main/launcher/find-java.sh
. "$home/lib/find-java.sh"
trained=
[ -r "$home/lib/java-home" ] && read -r trained <"$home/lib/java-home"
if ! find_java java "$trained"; then
  no_java "$program"
  exit 2
fi

# Java takes file names and arguments to be in the locale's encoding. As Python does, ASCII is taken for UTF-8; and so is
# a locale of that encoding, which may be one that is not installed: the name does not tell. Only where there is no C.UTF-8,
# it has to be relied on.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*)
    if [ -d /usr/lib/locale/C.utf8 ] || [ -d /usr/lib/locale/C.UTF-8 ]; then
      export LC_ALL=C.UTF-8
    fi
    ;;
  *) export LC_ALL=C.UTF-8 ;;
esac

# Which of the three streams are a terminal: Java itself could only tell about all of them together.
terminals=
[ -t 0 ] && terminals=0
[ -t 1 ] && terminals=${terminals}1
[ -t 2 ] && terminals=${terminals}2

# The start-up cache serves the Java it was made with. Given to another it is worse than none: that one would then go
# without its own cache, too.
cache=
[ "$java_home" = "$trained" ] && [ -r "$home/lib/provision.aot" ] && cache=-XX:AOTCache=$home/lib/provision.aot

# For hundreds of megabytes, a call starts itself once more: then the second compiler may compile the ciphers and digests,
# which use the processor's own instructions for them only in that case, and nothing else. What Java says of these
# options is not for the user.
compilers=1
long=
[ -n "${PROVISION_LONG_WORK:-}" ] && compilers=4 long=$home/lib/long-work

# The words of the command line go to Java by the environment, which only this user can read. Everybody can read the
# process list, and a crash file of Java shows it, too: there they stand without what may be secret.
if [ -z "$long" ]; then
  PROVISION_ARGUMENTS=0
  hide=
  for word; do
    PROVISION_ARGUMENTS=$((PROVISION_ARGUMENTS + 1))
    eval "export PROVISION_ARGUMENT_$PROVISION_ARGUMENTS=\$word"
    case $hide:$word in
      all:*) continue ;;
      next:-) hide= ;;
      next:-*) word=... ;; # perhaps an option after all
      next:*) hide='' word=... ;;
      :--) hide=all word='-- ...' ;;
      :-k | :--secret-key | :--secret_key | :-t | :--subvars) hide=next ;;
      :--*=*) word=${word%%=*}=... ;;
      :-?) ;;
      :--*) ;;
      :-*) hide=next word=... ;;
    esac
    set -- "$@" "$word"
  done
  shift "$PROVISION_ARGUMENTS"
  export PROVISION_ARGUMENTS
fi

# Options that are meant for all Java programs must neither keep this one from starting nor say anything on each call. So
# of those only properties count, such as the file of certificates that are trusted; and none that Java refuses.
properties=
set -f
for word in ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-}; do
  case $word in
    *[\"\'\\]* | -Djava.security.manager* | -Djava.system.class.loader* | -Djdk.module.*) ;;
    -D?*) properties="$properties $word" ;;
  esac
done
set +f
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
# Of two collectors Java would take none, and end.
collector=-XX:+UseSerialGC
case ${PROVISION_JAVA_OPTIONS:-} in
  *-XX:+Use*GC*) collector= ;;
esac

# If Java itself crashes, what it writes about that is for the user alone, and no image of the memory is written.
crashes=${PROVISION_HOME:-${HOME:-}/.provision}/state
case $crashes in
  /*/state) [ -d "$crashes" ] || (umask 077 && mkdir -p "$crashes") 2>/dev/null || crashes= ;;
  *) crashes= ;;
esac
# Java makes the file as the umask lets it, and the user's other files are to keep that umask: so its mode is changed
# at once. The number stays when this shell becomes Java.
PROVISION_CRASH_FILE=/dev/null
[ -n "$crashes" ] && export PROVISION_CRASH_FILE="$crashes/java-crash-$$.log"
# shellcheck disable=SC3045 # every sh of Linux has -S
ulimit -S -c 0

# The three streams, of which some may be closed: what Java opens must not take their places. Java gets standard error for both of its own, and standard output as a number that only this program
# knows: so nothing but results ever stands there, whoever writes.
true 3>&2 || exec 2>/dev/null
{ true 3<&0; } 2>/dev/null || exec </dev/null
if { true 3>&1; } 2>/dev/null; then
  exec 3>&1
else
  exec 3</dev/null
fi
exec 1>&2

# Home is where HOME says, as for every other program; Java alone would ask the user database.
# The options for a short program: the simple collector, the first compiler only, and that for what turns out to be hot,
# not for all that was so in training. Reflection by the virtual machine itself, and none of Guice's generated classes:
# both would generate code that a short program uses once. A cache that is refused all the same is nothing to warn about, hence no logging.
set -f # the options are words, not names of files
# shellcheck disable=SC2086 # these variables hold several options
exec "$java_home/bin/java" $properties \
  $collector -XX:TieredStopAtLevel=$compilers -XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining \
  -XX:-UsePerfData -Xlog:disable \
  ${long:+-XX:-DisplayVMOutput "-XX:CompilerDirectivesFile=$long.json" "-XX:CompileCommandFile=$long.compile"} \
  ${cache:+"$cache"} ${HOME:+"-Duser.home=$HOME"} \
  "-XX:ErrorFile=$PROVISION_CRASH_FILE" ${crashes:+"-XX:OnError=chmod 600 \"\$PROVISION_CRASH_FILE\""} -XX:ReplayDataFile=/dev/null \
  --add-opens=java.base/java.io=ALL-UNNAMED --enable-native-access=ALL-UNNAMED \
  -Dguice_custom_class_loading=CHILD -Dguice_bytecode_gen_option=DISABLED -Djdk.reflect.useNativeAccessorOnly=true \
  "-Dprovision.launcher=$self" "-Dprovision.program=$program" "-Dprovision.called-as=$called_as" "-Dprovision.terminals=$terminals" \
  -Dprovision.results=3 \
  ${PROVISION_JAVA_OPTIONS:-} \
  -cp "$home/lib/provision-cli.jar" dev.provision.cli.Main "$@"
