package dev.provision.adapter.sshd.start;

import dev.provision.adapter.sshd.text.ScriptResource;
import dev.provision.adapter.sshd.text.ShellText;
import dev.provision.ports.shell.Privilege;
import java.util.regex.Pattern;

/// The command that a run of steps consists of: it unpacks an archive from its input and does what
/// the script in it says.
///
/// The login shell may be any: so the programs have no single quotes or line feeds when they are
/// sent, and run in `/bin/sh`. They are resources next to this class; the build squeezes them.
///
/// Tested by `ConfinedNodeTest` and `ObstacleTest`.
///
/// @param id names this run's temporary files and what is said before it begins
/// @param directory where the archive is unpacked if possible: best on the file system where most
///   bytes go; may be empty
/// @param size how many bytes that takes
/// @param more whether the runner asks for more behind the archive
public record RunnerCommand(String id, String directory, long size, boolean more) {
  private static final String CLEAN = script("clean_environment.sh");
  private static final String BOOTSTRAP = script("bootstrap.sh");

  /// The same, of which `tar` reads no more than the archive: its size is in the line before it.
  private static final String BOUNDED =
      replaced(
          replaced(BOOTSTRAP, "read -r go&&[", "read -r go n&&["),
          "doing tar;if ",
          "doing tar;head -c \"$n\"|if ");

  private static final int MOST_WORDS = 600;
  private static final int MOST_LINES = 10;

  /// From here on it is worth a look whether there is room for it.
  private static final long MUCH = 1 << 22;

  /// What every login shell takes for itself between single quotes.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._+,:=@%-]*");

  private static String replaced(String text, String part, String by) {
    if (!text.contains(part)) {
      throw new IllegalStateException("bootstrap.sh is without " + part);
    }
    return text.replace(part, by);
  }

  private static String script(String name) {
    return ScriptResource.text(RunnerCommand.class, name);
  }

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
    return "exec /bin/sh -c " + ShellText.quote(script("announce.sh")) + " " + id + " ";
  }

  /// The command that makes [#pipes()], and waits for a line before it uses them.
  String relayCommand() {
    return "exec /bin/sh -c " + ShellText.quote(script("relay.sh")) + " provision " + id;
  }

  /// The command that becomes root and asks on its terminal; then it says there that it is
  /// [#ready()], and its streams go through the pipes.
  String terminalCommand(Privilege privilege, String pipes) {
    return "exec /bin/sh -c "
        + ShellText.quote(script("ask.sh"))
        + (" provision " + id + " " + ShellText.quote(pipes) + " ")
        + switch (privilege) {
          case Privilege.None _ -> shell(pipes);
          case Privilege.Sudo(var password) when password.isEmpty() ->
              "sudo -n -H -- " + shell(pipes);
          case Privilege.Sudo _ -> "sudo -H -p " + prompt() + "%p: -- " + shell(pipes);
          case Privilege.Doas _ -> "doas -- " + shell(pipes);
          case Privilege.Su _ ->
              "/bin/sh -c "
                  + ShellText.quote(script("ask_in_english.sh"))
                  + " "
                  + ShellText.quote("exec " + shell(script("own_locale.sh") + ";" + CLEAN, pipes));
        };
  }

  private String shell(String pipes) {
    return shell(CLEAN, pipes);
  }

  private String shell(String clean, String pipes) {
    return "/bin/sh -c "
        + ShellText.quote(clean)
        + (" " + ShellText.quote(more ? BOUNDED : BOOTSTRAP) + " " + id + " ")
        + ShellText.quote(PLAIN.matcher(directory).matches() ? directory : "")
        + (size < MUCH ? " 0" : " " + size / 1024)
        + (pipes.isEmpty() ? "" : " " + ShellText.quote(pipes));
  }

  /// Words of a program's, without this command's text, which some of them repeat; of many the end.
  public static String shorten(String words) {
    String text = words.replace(CLEAN, "…").replace(BOOTSTRAP, "…").replace(BOUNDED, "…");
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
