package dev.provision.adapter.sshd;

/// The user's SSH configuration cannot be followed. The message names the file and the line, and
/// says what to do.
final class SshConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  SshConfigException(String message) {
    super(message);
  }

  static SshConfigException at(ConfigPlace place, String message) {
    return new SshConfigException(place + ": " + message);
  }
}
