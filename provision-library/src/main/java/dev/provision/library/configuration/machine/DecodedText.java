package dev.provision.library.configuration.machine;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;

/// Texts that Java has decoded from bytes. What is not UTF-8 has become U+FFFD then, and would be
/// sent as that: a password would be a wrong one, and count as an attempt.
public final class DecodedText {
  private static final char LOST = '\uFFFD';

  private DecodedText() {}

  /// Whether bytes got lost.
  public static boolean isDamaged(String text) {
    return text.indexOf(LOST) >= 0;
  }

  /// The value of an environment variable.
  ///
  /// @throws ProblemsException if bytes of it got lost
  public static String checked(String value, String variable) {
    if (isDamaged(value)) {
      throw new ProblemsException(
          Problem.of("the environment variable " + variable + " is not UTF-8 text")
              .next("set it in UTF-8"));
    }
    return value;
  }
}
