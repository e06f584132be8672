package dev.provision.adapter.sshd.config;

/// The user's SSH configuration cannot be followed. The message names the file and the line, and
/// says what to do.
public final class SshConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  public SshConfigException(String message) {
    super(message);
  }

  public static SshConfigException at(ConfigPlace place, String message) {
    return new SshConfigException(place + ": " + message);
  }
}
