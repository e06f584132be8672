package dev.provision.adapter.sshd;

import dev.provision.ports.shell.ShellFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An attempt failed in a way that may pass. The message says how.
final class NotYetException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final transient @Nullable ShellFailure failure;
  private final boolean late;

  NotYetException(String reason) {
    this(reason, null, false);
  }

  /// @param failure what it is if it does not pass
  NotYetException(String reason, ShellFailure failure) {
    this(reason, failure, false);
  }

  private NotYetException(String reason, @Nullable ShellFailure failure, boolean late) {
    super(reason);
    this.reason = reason;
    this.failure = failure;
    this.late = late;
  }

  /// Something did not come in time.
  static NotYetException late(String reason) {
    return new NotYetException(reason, null, true);
  }

  /// Whether something did not come in time.
  boolean isLate() {
    return late;
  }

  String reason() {
    return reason;
  }

  /// What it is if it does not pass, where that is more than a host that cannot be reached.
  Optional<ShellFailure> failure() {
    return Optional.ofNullable(failure);
  }
}
