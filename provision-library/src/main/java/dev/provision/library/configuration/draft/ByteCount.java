package dev.provision.library.configuration.draft;

import java.util.Optional;

/// Numbers of bytes as people write them: `4096`, `64K`, `256M`, `1G`; a unit is 1,024 of the one
/// before.
public final class ByteCount {
  private static final int MOST_DIGITS = 9;

  private ByteCount() {}

  /// Empty if the text is no size.
  public static Optional<Long> parse(String text) {
    int unit = text.isEmpty() ? -1 : "KMG".indexOf(text.charAt(text.length() - 1));
    String digits = unit < 0 ? text : text.substring(0, text.length() - 1);
    boolean number =
        !digits.isEmpty()
            && digits.length() <= MOST_DIGITS
            && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    return number ? Optional.of(Long.parseLong(digits) << (10 * (unit + 1))) : Optional.empty();
  }

  /// Why a text is none.
  public static String refusal(String text) {
    return "'" + text + "' is not a size; examples: 64M, 1G";
  }
}
