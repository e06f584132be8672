package dev.provision.ports;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A string that must not be shown: a password, a token, a private key.
///
/// Its [#toString()] is masked, so that records that contain it can be logged. Only [#reveal()]
/// returns the string, and only the adapter that needs it calls that.
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
  /// It equals only itself, because comparing its value would fetch it.
  ///
  /// @param source returns the string, on any thread; [#reveal()] throws what it throws
  public static Secret of(Supplier<String> source) {
    return new Secret(null, source);
  }

  /// The string itself.
  public synchronized String reveal() {
    if (text == null) {
      text = Objects.requireNonNull(source).get();
    }
    return text;
  }

  /// Whether the string is available; otherwise [#reveal()] fetches it, and may ask the user.
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
