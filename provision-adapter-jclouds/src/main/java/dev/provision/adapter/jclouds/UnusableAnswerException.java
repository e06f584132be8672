package dev.provision.adapter.jclouds;

/// An answer that is not read to its end, or not taken for what it claims to be. To ask again would
/// bring the same.
final class UnusableAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param reason what is wrong with it, as the end of a sentence that begins with who answered
  UnusableAnswerException(String reason) {
    super(reason);
  }
}
