package dev.provision.library.account;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.ports.cloud.CloudOption;
import dev.provision.ports.cloud.CloudProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Checks an account's options against those that its provider declares.
///
/// @param places where each was set, where that is known
/// @param files looks at those that options name
record AccountOptions(CloudProvider provider, Map<String, String> places, OptionFiles files) {
  /// @throws ProblemsException with all that the provider does not know, or that is of another type
  void check(Map<String, String> options) {
    List<Problem> problems = problems(options);
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems);
    }
  }

  /// All that the provider does not know, or that is of another type.
  List<Problem> problems(Map<String, String> options) {
    List<Problem> problems = new ArrayList<>();
    new TreeMap<>(options).forEach((name, value) -> check(name, value).ifPresent(problems::add));
    return problems;
  }

  /// A value that an option of this name could have.
  String placeholder(String name) {
    return switch (option(name).map(CloudOption::type).orElse(CloudOption.Type.TEXT)) {
      case TEXT, LIST -> "placeholder";
      case PATH -> "/dev/null";
      case INTEGER -> "1";
      case BOOLEAN -> "true";
    };
  }

  /// The options with those that are paths resolved.
  ///
  /// @param resolve makes a path absolute
  Map<String, String> withPaths(Map<String, String> options, UnaryOperator<String> resolve) {
    Map<String, String> all = new TreeMap<>(options);
    all.replaceAll(
        (name, value) ->
            option(name).map(CloudOption::type).filter(CloudOption.Type.PATH::equals).isPresent()
                ? resolve.apply(value)
                : value);
    return all;
  }

  private Optional<CloudOption> option(String name) {
    return provider.options().stream().filter(one -> one.covers(name)).findFirst();
  }

  private Optional<Problem> check(String name, String value) {
    Optional<CloudOption> option = option(name);
    if (option.isEmpty()) {
      List<String> known = provider.options().stream().map(CloudOption::name).toList();
      return Optional.of(
          problem(name, "provider '%s' has no option '%s'".formatted(label(), name))
              .next(NearNames.advice(name, known)));
    }
    if (option.get().type() == CloudOption.Type.PATH) {
      return files.flaw(name, value).map(problem -> at(name, problem));
    }
    Optional<String> wanted =
        switch (option.get().type()) {
          case TEXT, PATH, LIST -> Optional.empty();
          case INTEGER ->
              value.strip().matches("[+-]?\\d{1,18}")
                  ? Optional.empty()
                  : Optional.of("a whole number");
          case BOOLEAN ->
              value.equals("true") || value.equals("false")
                  ? Optional.empty()
                  : Optional.of("true or false");
        };
    // A secret's value is not repeated, not even a wrong one.
    String is = option.get().secret() ? "invalid" : "'" + value + "'";
    return wanted.map(
        type ->
            problem(name, "provider '%s': %s is %s".formatted(label(), name, is))
                .next("it must be " + type));
  }

  private String label() {
    return provider.names().getFirst();
  }

  private Problem problem(String name, String what) {
    return at(name, Problem.of(what));
  }

  private Problem at(String name, Problem problem) {
    return new Problem(
        problem.kind(), Optional.ofNullable(places.get(name)), problem.what(), problem.next());
  }
}
