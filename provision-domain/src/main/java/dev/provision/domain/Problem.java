package dev.provision.domain;

import java.util.Optional;

/// Something a user has to put right.
///
/// @param where the place, such as `web/provision.yaml:12:5` or `-t`; empty where there is none
/// @param what what is wrong and why, naming the thing
/// @param next what to do about it; empty where that is plain
public record Problem(Optional<String> where, String what, Optional<String> next) {
  /// A problem at a place.
  public static Problem at(String where, String what) {
    return new Problem(Optional.of(where), what, Optional.empty());
  }

  /// A problem without a place.
  public static Problem of(String what) {
    return new Problem(Optional.empty(), what, Optional.empty());
  }

  /// The same problem with a next step.
  public Problem next(String step) {
    return new Problem(where, what, Optional.of(step));
  }

  /// `WHERE: WHAT; NEXT`.
  @Override
  public String toString() {
    return where.map(place -> place + ": ").orElse("")
        + what
        + next.map(step -> "; " + step).orElse("");
  }
}
