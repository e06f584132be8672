package dev.provision.ports;

/// A text that must not be shown: a password, a token, a private key.
///
/// Its [#toString()] is a mask, so that a record that holds one can be logged. Only [#reveal()]
/// gives the text, and only the adapter that needs it calls that.
public final class Secret {
  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /// The secret that consists of `text`.
  public static Secret of(String text) {
    return new Secret(text);
  }

  /// The text itself.
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "******";
  }
}
