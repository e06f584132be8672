package dev.provision.domain.plan;

import dev.provision.domain.Problem;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// What nodes are called.
public final class NodeName {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int RANDOM_LETTERS = 6;

  /// A host name that every cloud takes: at most 63 characters, since each becomes a label of a DNS
  /// name.
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private NodeName() {}

  /// `prefix` and six characters of `a-z0-9`, all six different.
  static String random(String prefix, RandomGenerator random) {
    StringBuilder left = new StringBuilder(LETTERS);
    StringBuilder name = new StringBuilder(prefix);
    for (int i = 0; i < RANDOM_LETTERS; i++) {
      int at = random.nextInt(left.length());
      name.append(left.charAt(at));
      left.deleteCharAt(at);
    }
    return name.toString();
  }

  /// What is wrong with a name, if anything is.
  static Optional<Problem> check(String name) {
    if (VALID.matcher(name).matches()) {
      return Optional.empty();
    }
    String shown = name.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    return Optional.of(
        Problem.of("node name '" + shown + "' is not a host name")
            .next(
                "use 1 to 63 letters, digits, '.', '_' or '-', the first one a letter or a digit"));
  }
}
