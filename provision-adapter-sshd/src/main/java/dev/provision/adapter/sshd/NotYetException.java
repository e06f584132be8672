package dev.provision.adapter.sshd;

import dev.provision.ports.shell.ShellFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An attempt failed in a way that may pass. The message says how.
final class NotYetException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final transient @Nullable ShellFailure failure;

  NotYetException(String reason) {
    super(reason);
    this.reason = reason;
    this.failure = null;
  }

  /// @param failure what it is if it does not pass
  NotYetException(String reason, ShellFailure failure) {
    super(reason);
    this.reason = reason;
    this.failure = failure;
  }

  String reason() {
    return reason;
  }

  /// What it is if it does not pass, where that is more than a host that cannot be reached.
  Optional<ShellFailure> failure() {
    return Optional.ofNullable(failure);
  }
}
