package dev.provision.adapter.sshd;

/// Text for a POSIX shell.
final class ShellText {
  private ShellText() {}

  /// The text as one word that no shell takes apart or expands.
  static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
