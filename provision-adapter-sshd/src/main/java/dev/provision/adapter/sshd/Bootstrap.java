package dev.provision.adapter.sshd;

import java.util.Map;
import java.util.Optional;

/// The one command that a run of steps consists of: it unpacks an archive from its input and does
/// what the script in it says.
///
/// The login shell may be any: so the text has no quotes, exclamation marks, backslashes or line
/// feeds of its own, and runs in `/bin/sh`.
///
/// It tidies up three times if need be: two relays may each leave a file there while it does.
final class Bootstrap {
  private static final String TEXT =
      """
      u=$(umask); umask 077; id=$1; w=; t=;
      leave() { [ -z "$w" ] || rm -rf "$w" || rm -rf "$w" || rm -rf "$w"; [ -z "$t" ] || rm -f "$t"; w=; t=; };
      trap leave EXIT; trap "exit 94" HUP INT TERM PIPE;
      for d in "$2" "${TMPDIR:-/tmp}" /tmp "${HOME:-/}"; do
      [ -n "$d" ] || continue;
      until [ -d "$d/" ]; do d=${d%/*}; done;
      mkdir "$d/.provision-$id" 2>/dev/null && w=$d/.provision-$id && break;
      done;
      [ -n "$w" ] || exit 90;
      tar -x -p -o -m -C "$w" -f - || exit 91;
      [ -f "$w/run" ] || exit 92;
      . "$w/run"
      """
          .replace("\n", " ")
          .strip();

  private static final Map<Integer, String> REASONS =
      Map.of(
          90, "no directory for temporary files can be written there",
          91, "unpacking the archive failed there",
          92, "the archive did not arrive whole",
          93, "what arrived is not what was sent, or pipes cannot be made there",
          94, "it was ended there");

  private Bootstrap() {}

  /// The command.
  ///
  /// @param id names this run's temporary files
  /// @param directory where the archive is unpacked if possible: best on the file system where most
  ///   bytes go
  static String command(String id, String directory, boolean sudo) {
    return "exec "
        + (sudo ? "sudo -n -H -- " : "")
        + "/bin/sh -c "
        + ShellText.quote(TEXT)
        + " provision "
        + id
        + " "
        + ShellText.quote(directory);
  }

  /// What an exit status of the command means, if it is one of its own.
  static Optional<String> reason(int status) {
    return Optional.ofNullable(REASONS.get(status));
  }
}
