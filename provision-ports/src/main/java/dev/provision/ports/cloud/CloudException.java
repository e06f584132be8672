package dev.provision.ports.cloud;

import org.jspecify.annotations.Nullable;

/// Carries a [CloudFailure].
public final class CloudException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient CloudFailure failure;

  /// A failure found by the adapter itself.
  public CloudException(CloudFailure failure) {
    this(failure, null);
  }

  /// A failure with what caused it, such as an exception of a library.
  public CloudException(CloudFailure failure, @Nullable Throwable cause) {
    super(failure.doing() + ": " + failure.reason(), cause);
    this.failure = failure;
  }

  /// What happened.
  public CloudFailure failure() {
    return failure;
  }
}
