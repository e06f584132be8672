package dev.provision.domain;

import java.util.List;
import java.util.stream.Collectors;

/// What a user asked for cannot be done as it stands; all that is wrong with it, at once.
public final class ProblemsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /// @param problems at least one
  public ProblemsException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /// A single problem.
  public ProblemsException(Problem problem) {
    this(List.of(problem));
  }

  /// The problems, in the order they were found.
  public List<Problem> problems() {
    return problems;
  }
}
