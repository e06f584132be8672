package dev.provision.adapter.sshd;

/// An attempt failed in a way that may pass. The message says how.
final class NotYetException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  NotYetException(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
