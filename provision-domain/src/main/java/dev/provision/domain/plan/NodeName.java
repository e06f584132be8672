package dev.provision.domain.plan;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// What nodes are called.
///
/// Tested by `PlannerTest`.
final class NodeName {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int RANDOM_LETTERS = 6;
  private static final String PLACE = "{node_index}";

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

  /// The names of several nodes.
  ///
  /// One name for many gets their numbers: in place of `{node_index}`, or else behind it and a
  /// hyphen; as wide as the last one, so that they sort. Without any name, they are made up.
  ///
  /// @throws ProblemsException if there are more or fewer names than nodes, or one twice
  static List<String> several(
      List<String> given, OptionalInt count, String prefix, RandomGenerator random) {
    int wanted = count.orElse(Math.max(1, given.size()));
    if (wanted < 1) {
      throw new ProblemsException(
          Problem.of("cannot deploy " + wanted + " nodes").next("set --count to 1 or more"));
    }
    if (given.size() > 1 && given.size() != wanted) {
      throw new ProblemsException(
          Problem.of("%s names were given for %s nodes".formatted(given.size(), wanted))
              .next("give one name for all, one for each, or none"));
    }
    return switch (given.size()) {
      case 0 -> unique(wanted, prefix, random);
      case 1 -> numbered(given.getFirst(), wanted);
      default -> distinct(given);
    };
  }

  private static List<String> distinct(List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new ProblemsException(
            Problem.of("the name '" + name + "' was given twice")
                .next("give each node a unique name"));
      }
    }
    return names;
  }

  private static List<String> numbered(String name, int count) {
    if (count == 1 && !name.contains(PLACE)) {
      return List.of(name);
    }
    String pattern = name.contains(PLACE) ? name : name + "-" + PLACE;
    int width = String.valueOf(count).length();
    List<String> names = new ArrayList<>();
    for (int index = 1; index <= count; index++) {
      String number = String.valueOf(index);
      names.add(pattern.replace(PLACE, "0".repeat(width - number.length()) + number));
    }
    return names;
  }

  private static List<String> unique(int count, String prefix, RandomGenerator random) {
    Set<String> names = new LinkedHashSet<>();
    while (names.size() < count) {
      names.add(random(prefix, random));
    }
    return List.copyOf(names);
  }

  /// What is wrong with a name, if anything is.
  static Optional<Problem> check(String name) {
    if (VALID.matcher(name).matches()) {
      return Optional.empty();
    }
    String shown = name.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    return Optional.of(
        Problem.of("node name '" + shown + "' is not a valid host name")
            .next(
                "use 1 to 63 letters, digits, '.', '_', or '-', starting with a letter or a"
                    + " digit"));
  }
}
