package dev.provision.adapter.jclouds.call;

/// An answer that is not read to its end, or not taken for what it claims to be. To ask again would
/// bring the same.
public final class UnusableAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// An answer that cannot be used.
  ///
  /// @param reason what is wrong with it, as the end of a sentence that begins with who answered
  public UnusableAnswerException(String reason) {
    super(reason);
  }
}
