package dev.provision.library.provider;

/// A provider of a third party cannot be used; the message says why, in words that follow `left
/// out: `.
final class UnusableProviderException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableProviderException(String message) {
    super(message);
  }
}
