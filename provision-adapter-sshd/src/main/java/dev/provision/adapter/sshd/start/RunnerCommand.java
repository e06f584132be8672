package dev.provision.adapter.sshd.start;

import dev.provision.adapter.sshd.text.ShellText;
import dev.provision.ports.shell.Privilege;
import java.util.regex.Pattern;

/// The command that a run of steps consists of: it unpacks an archive from its input and does what
/// the script in it says.
///
/// The login shell may be any: so the texts have no single quotes, exclamation marks or line feeds
/// of their own, and run in `/bin/sh`.
///
/// @param id names this run's temporary files and what is said before it begins
/// @param directory where the archive is unpacked if possible: best on the file system where most
///   bytes go; may be empty
/// @param size how many bytes that takes
public record RunnerCommand(String id, String directory, long size) {
  /// Takes the login's environment away from what follows, which is to work the same whatever that
  /// is: variables, shell options and functions that came with it would change what programs do.
  /// Scripts get it back, from the variable `ENVIRONMENT`. Only special built-ins are called here:
  /// no function can stand in for them.
  ///
  /// Its arguments are those of the text, which is its `$0`.
  private static final String CLEAN =
      """
      { set +x; } 2>/dev/null; set +Ceu;
      case ${BASH_VERSION-} in ?*) export -n SHELLOPTS BASHOPTS;; esac;
      exec env -i "PATH=${PATH:-/usr/sbin:/usr/bin:/sbin:/bin}" "HOME=${HOME-}" "TMPDIR=${TMPDIR-}"
      "SUDO_UID=${SUDO_UID-}" "DOAS_USER=${DOAS_USER-}" LC_ALL=C "ENVIRONMENT=$(export -p)"
      /bin/sh -c "$0" provision "$@"
      """
          .replace("\n", " ")
          .strip();

  /// Arguments: the id, the directory, KiB to look for, the directory of the pipes to use instead
  /// of the standard streams, which may be missing.
  ///
  /// First of all it says that it is there, on each of its streams: nothing is sent to whoever has
  /// not said so, and nothing is begun whose words would get lost.
  ///
  /// What is unpacked lies where nobody but root, the login and whoever runs this can change
  /// anything (`trusted`), all the way from `/`: `chain` tells, from what `ls` says of each
  /// directory.
  ///
  /// Before each program it says its name, so that it is known which one hangs.
  ///
  /// Where there is no `tar`, all of the archive is kept first, for `dd` to pick the files from it.
  ///
  /// It tidies up three times if need be: two relays may each leave a file there while it does.
  private static final String TEXT =
      """
      case ${ZSH_VERSION-} in ?*) emulate sh;; esac;
      p=$PATH:; PATH=;
      while [ -n "$p" ]; do d=${p%%:*}; p=${p#*:}; case $d in /*) PATH=${PATH:+$PATH:}$d;; esac; done;
      environment=$ENVIRONMENT; unset ENVIRONMENT;
      echo "ready-$1"; [ -n "$4" ] || echo "ready-$1" >&2;
      trusted=$SUDO_UID; [ -z "$DOAS_USER" ] || trusted=$(id -u "$DOAS_USER");
      [ -z "$4" ] || { set -- "$@" $(ls -ldn "$4"); trusted=$7;
      exec <"$4/i" >"$4/o" 2>"$4/e" || exit 93; rm -rf "$4"; };
      u=$(umask); umask 077; id=$1; w=; t=; tty=$4; more=; me=;
      doing() { echo "doing-$id $1"; };
      while read -r a b c d; do [ "$a" != Uid: ] || me=$c; done 2>/dev/null </proc/self/status; [ -n "$me" ] || me=$(id -u);
      leave() { [ -z "$w" ] || rm -rf "$w" ${more:+"$more"} || rm -rf "$w" || rm -rf "$w"; [ -z "$t" ] || rm -f "$t"; w=; t=; };
      trap leave EXIT; trap "exit 94" HUP INT TERM PIPE;
      judge() { read -r a b o c; trusted="0 $me $o $trusted"; n=0; v=closed;
      while read -r a b o g c; do n=$((n + 1));
      case " $trusted " in *" $o "*) ;; *) v=loose; break;; esac;
      case $a in d????-??-*) v=closed;;
      d????w??-*) v=closed; [ "$o" = "$g" ] && [ "$me" -ne 0 ] || v=loose;;
      d*) v=loose;;
      *) v=loose; break;; esac;
      [ "$v" = closed ] || case $a in d????????[tT]*) v=sticky;; *) break;; esac; done;
      [ "$n" -eq "$1" ] || v=loose; echo "$v"; };
      chain() {
      c=${1%/}; set --;
      while [ -n "$c" ]; do [ -e "$c" ] || [ -h "$c" ] && set -- "$c" "$@"; c=${c%/*}; done;
      chain=$(ls -ldn / "$@" 2>/dev/null | judge "$#"); };
      room() {
      [ "$2" -eq 0 ] || { doing df; k=$2; set -- $(df -Pk "$1/" 2>/dev/null);
      [ "${11}" -lt "$k" ] 2>/dev/null && return 1; return 0; }; };
      for k in "$3" 0; do for d in "$2" "$TMPDIR" /tmp "${HOME:-/}"; do
      case $d in /*) ;; *) continue;; esac; e=$d;
      until [ -d "$d/" ]; do d=${d%/*}; done;
      d=${d%/}; doing ls; chain "$d";
      [ "$chain" = loose ] && { d=$(cd -P "$d/" && pwd -P) || continue; d=${d%/}; chain "$d"; };
      while [ "$chain" = loose ]; do
      [ "$e" = "$2" ] && [ -n "$d" ] || continue 2; d=${d%/*}; chain "$d"; done;
      room "$d" "$k" && doing mkdir && mkdir "$d/.provision-$id" 2>/dev/null && w=$d/.provision-$id && break 2;
      done; done;
      [ -n "$w" ] || exit 90;
      by() { b=-; h=-; s=; read -r b </proc/sys/kernel/random/boot_id; read -r h </proc/sys/kernel/hostname;
      read -r s <"/proc/$1/stat"; set -- "$1" ${s##*")"}; echo "$1 ${21:--} $b $h"; };
      by "$$" >"$w/by" 2>/dev/null;
      pick() { m=$(dd if="$w/a" "$@" 2>&1) || { echo "$m" >&2; return 1; }; };
      untar() {
      cat >"$w/a" || return; n=0;
      while h=$(dd if="$w/a" bs=512 skip="$n" count=1 2>/dev/null | tr "\\000" " ") && set -- $h && [ -n "$1" ]; do
      s=$(printf %d "0$5"); b=$((s / 512)); n=$((n + 1)); : >"$w/$1";
      [ "$b" -eq 0 ] || pick bs=512 skip="$n" count="$b" of="$w/$1" || return;
      [ "$((b * 512))" -eq "$s" ] || pick bs=1 skip="$(((n + b) * 512))" count="$((s - b * 512))"
      seek="$((b * 512))" conv=notrunc of="$w/$1" || return;
      chmod "$2" "$w/$1" || return; n=$((n + (s + 511) / 512));
      done;
      [ "$(wc -c <"$w/a")" -gt "$((n * 512))" ] && rm "$w/a"; };
      read -r go && [ "$go" = "go-$id" ] || exit 96;
      doing tar;
      if command -v tar >/dev/null; then tar -x -p -o -m -C "$w" -f -; else untar; fi || exit 91;
      [ -f "$w/run" ] || exit 92;
      . "$w/run"
      """
          .replace("\n", " ")
          .strip();

  /// Makes pipes, names their directory, and once it is told to go on, lets its own streams pass
  /// through them.
  private static final String RELAY =
      """
      set +Ceu; umask 077; d=;
      for p in "${TMPDIR:-/tmp}" /tmp "${HOME:-/}"; do
      { [ -k "$p" ] || [ -O "$p" ]; } && mkdir "$p/.provision-$1" 2>/dev/null && d=$p/.provision-$1 && break;
      done;
      [ -n "$d" ] || exit 90;
      trap "exit 94" HUP INT TERM PIPE; leave() { rm -rf "$d"; }; trap leave EXIT;
      mkfifo "$d/i" "$d/o" "$d/e" || exit 93;
      echo "at-$1 $d"; echo "pipes-$1";
      read -r go || exit 94;
      exec 3<&0;
      cat <&3 >"$d/i" & i=$!;
      cat <"$d/o" & o=$!;
      cat <"$d/e" >&2 & e=$!;
      exec 3<&- </dev/null;
      wait "$o"; wait "$e"; kill "$i" 2>/dev/null
      """
          .replace("\n", " ")
          .strip();

  /// Its `$0` is the id, its arguments are a command that asks on its standard streams, as `sudo`
  /// does on standard error, or not at all. A trace would repeat what is asked with.
  private static final String ANNOUNCED =
      "{ set +xv; } 2>/dev/null; echo \"asking-$0\" >&2; exec \"$@\"";

  /// Lets `su` ask in English, whatever the login speaks. Its `$0` is the command.
  private static final String SU =
      "PROVISION_LC_ALL=${LC_ALL-}; LC_ALL=C; export PROVISION_LC_ALL LC_ALL;"
          + " exec su root -c \"$0\"";

  /// Gives the login's locale back.
  private static final String OWN_LOCALE =
      "case ${PROVISION_LC_ALL-} in ?*) LC_ALL=$PROVISION_LC_ALL;; *) unset LC_ALL;; esac;"
          + " unset PROVISION_LC_ALL;";

  /// Arguments: the id, the directory of the pipes, a command that asks on its terminal. When that
  /// has ended without having opened the pipes, nobody shall wait for it at their other ends.
  private static final String ASKING =
      """
      { set +xv; } 2>/dev/null; stty -echo 2>/dev/null; d=$2; [ -t 0 ] || { echo "no-terminal-$1"; exit 95; };
      echo "asking-$1"; shift 2;
      "$@"; s=$?;
      [ -p "$d/i" ] && { : <>"$d/i"; : <>"$d/o"; : <>"$d/e"; };
      [ "$s" -le 128 ] || kill -"$((s - 128))" $$; exit "$s"
      """
          .replace("\n", " ")
          .strip();

  private static final int MOST_WORDS = 600;
  private static final int MOST_LINES = 10;

  /// From here on it is worth a look whether there is room for it.
  private static final long MUCH = 1 << 22;

  /// What every login shell takes for itself between single quotes.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._+,:=@%-]*");

  /// What is said before anything else once the command runs, where it was asked to say so.
  String ready() {
    return "ready-" + id;
  }

  /// What `sudo` asks with, followed by the name of the user whose password it wants, and a colon.
  String prompt() {
    return "password-" + id + "-";
  }

  /// What is said when there are pipes, behind a line with [#place()].
  String pipes() {
    return "pipes-" + id;
  }

  /// What is said before the name of each program that may keep the beginning waiting.
  public String doing() {
    return "doing-" + id + " ";
  }

  /// The line before the archive: whoever does not read that reads none of it, either.
  public String go() {
    return "go-" + id + "\n";
  }

  /// What is said before the directory of the pipes.
  String place() {
    return "at-" + id + " ";
  }

  /// What is said when the login shell has done what it was told: what is asked from then on, the
  /// program asks that lets one become root.
  String asking() {
    return "asking-" + id;
  }

  /// What is said instead where the host gives no terminal.
  static final String NO_TERMINAL = "no-terminal-";

  /// The command that asks for nothing, and fails where it would have to. It says that it is
  /// [#ready()] before it takes anything.
  String command(Privilege privilege) {
    return switch (privilege) {
      case Privilege.None _, Privilege.Su _ -> "exec " + shell("");
      case Privilege.Sudo _ -> announced() + "sudo -n -H -- " + shell("");
      case Privilege.Doas _ -> announced() + "doas -n -- " + shell("");
    };
  }

  /// The command that becomes root by `sudo`, which asks on its standard streams; then it says that
  /// it is [#ready()].
  String askingCommand() {
    return announced() + "sudo -S -H -p " + prompt() + "%p: -- " + shell("");
  }

  private String announced() {
    return "exec /bin/sh -c " + ShellText.quote(ANNOUNCED) + " " + id + " ";
  }

  /// The command that makes [#pipes()], and waits for a line before it uses them.
  String relayCommand() {
    return "exec /bin/sh -c " + ShellText.quote(RELAY) + " provision " + id;
  }

  /// The command that becomes root and asks on its terminal; then it says there that it is
  /// [#ready()], and its streams go through the pipes.
  String terminalCommand(Privilege privilege, String pipes) {
    return "exec /bin/sh -c "
        + ShellText.quote(ASKING)
        + (" provision " + id + " " + ShellText.quote(pipes) + " ")
        + switch (privilege) {
          case Privilege.None _ -> shell(pipes);
          case Privilege.Sudo(var password) when password.isEmpty() ->
              "sudo -n -H -- " + shell(pipes);
          case Privilege.Sudo _ -> "sudo -H -p " + prompt() + "%p: -- " + shell(pipes);
          case Privilege.Doas _ -> "doas -- " + shell(pipes);
          case Privilege.Su _ ->
              "/bin/sh -c "
                  + ShellText.quote(SU)
                  + " "
                  + ShellText.quote("exec " + shell(OWN_LOCALE + " " + CLEAN, pipes));
        };
  }

  private String shell(String pipes) {
    return shell(CLEAN, pipes);
  }

  private String shell(String clean, String pipes) {
    return "/bin/sh -c "
        + ShellText.quote(clean)
        + (" " + ShellText.quote(TEXT) + " " + id + " ")
        + ShellText.quote(PLAIN.matcher(directory).matches() ? directory : "")
        + (size < MUCH ? " 0" : " " + size / 1024)
        + (pipes.isEmpty() ? "" : " " + ShellText.quote(pipes));
  }

  /// Words of a program's, without this command's text, which some of them repeat; of many the end.
  public static String shorten(String words) {
    String text = words.replace(CLEAN, "…").replace(TEXT, "…");
    int from = Math.max(0, text.length() - MOST_WORDS);
    int lines = 0;
    for (int at = text.length() - 1; at >= from; at--) {
      if (text.charAt(at) == '\n' && ++lines == MOST_LINES) {
        from = at + 1;
      }
    }
    return from == 0 ? text : "… " + text.substring(from);
  }
}
