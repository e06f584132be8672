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

# Java takes file names and arguments to be in the locale's encoding. As Python does, ASCII is taken for UTF-8.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) ;;
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
# which use the processor's own instructions for them only in that case, and nothing else.
compilers=1
long=
[ -n "${PROVISION_LONG_WORK:-}" ] && compilers=4 long=$home/lib/long-work

# Home is where HOME says, as for every other program; Java alone would ask the user database.
# The options for a short program: the simple collector, the first compiler only, and that for what turns out to be hot,
# not for all that was so in training. Reflection by the virtual machine itself, and none of Guice's generated classes:
# both would generate code that a short program uses once. A cache that is refused all the same is nothing to warn about, hence no logging.
# shellcheck disable=SC2086 # PROVISION_JAVA_OPTIONS holds several options
exec "$java_home/bin/java" \
  -XX:+UseSerialGC -XX:TieredStopAtLevel=$compilers -XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining \
  -XX:-UsePerfData -Xlog:disable \
  ${long:+"-XX:CompilerDirectivesFile=$long.json" "-XX:CompileCommandFile=$long.compile"} \
  ${cache:+"$cache"} ${HOME:+"-Duser.home=$HOME"} \
  -Dguice_custom_class_loading=CHILD -Dguice_bytecode_gen_option=DISABLED -Djdk.reflect.useNativeAccessorOnly=true \
  "-Dprovision.launcher=$self" "-Dprovision.program=$program" "-Dprovision.called-as=$called_as" "-Dprovision.terminals=$terminals" \
  ${PROVISION_JAVA_OPTIONS:-} \
  -cp "$home/lib/provision-cli.jar" dev.provision.cli.Main "$@"
