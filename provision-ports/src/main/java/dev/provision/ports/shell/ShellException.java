package dev.provision.ports.shell;

import org.jspecify.annotations.Nullable;

/// Carries a [ShellFailure].
public final class ShellException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ShellFailure failure;

  /// A failure found by the adapter itself.
  public ShellException(ShellFailure failure) {
    this(failure, null);
  }

  /// A failure with what caused it, such as an exception of a library.
  public ShellException(ShellFailure failure, @Nullable Throwable cause) {
    super(failure.doing() + ": " + failure.reason(), cause);
    this.failure = failure;
  }

  /// What happened.
  public ShellFailure failure() {
    return failure;
  }
}
