package dev.provision.ports;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A text that must not be shown: a password, a token, a private key.
///
/// Its [#toString()] is a mask, so that a record that holds one can be logged. Only [#reveal()]
/// gives the text, and only the adapter that needs it calls that.
public final class Secret {
  private final @Nullable Supplier<String> source;
  private @Nullable String text;

  private Secret(@Nullable String text, @Nullable Supplier<String> source) {
    this.text = text;
    this.source = source;
  }

  /// The secret that consists of `text`.
  public static Secret of(String text) {
    return new Secret(text, null);
  }

  /// A secret that is fetched when it is first revealed, at most once if that succeeds.
  ///
  /// It equals itself only, since comparing its text would fetch it.
  ///
  /// @param source gives the text, from any thread; what it throws, [#reveal()] throws
  public static Secret of(Supplier<String> source) {
    return new Secret(null, source);
  }

  /// The text itself.
  public synchronized String reveal() {
    if (text == null) {
      text = Objects.requireNonNull(source).get();
    }
    return text;
  }

  /// Whether the text is at hand: otherwise [#reveal()] fetches it, and perhaps asks a person.
  public synchronized boolean isKnown() {
    return text != null;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Secret secret
            && source == null
            && secret.source == null
            && Objects.equals(text, secret.text));
  }

  @Override
  public int hashCode() {
    return source == null ? Objects.hashCode(text) : System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "******";
  }
}
