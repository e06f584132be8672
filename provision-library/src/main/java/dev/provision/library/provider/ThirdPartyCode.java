package dev.provision.library.provider;

import java.util.Optional;
import java.util.stream.Stream;

/// Detects code of a third-party JAR on a thread's stack.
public final class ThirdPartyCode {
  private ThirdPartyCode() {}

  /// Whose code it is.
  ///
  /// @return the name of the innermost provider's file, without `.jar`, or of its directory
  public static Optional<String> provider(StackTraceElement... stack) {
    return Stream.of(stack)
        .map(frame -> String.valueOf(frame.getClassLoaderName()))
        .filter(loader -> loader.startsWith(ProviderLoader.NAMED))
        .map(loader -> loader.substring(ProviderLoader.NAMED.length()))
        .findFirst();
  }
}
