package dev.provision.adapter.sshd.text;

/// Text for a POSIX shell.
public final class ShellText {
  private ShellText() {}

  /// The text as one word that no shell takes apart or expands.
  public static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
