package dev.provision.domain;

import java.util.Optional;

/// Something a user has to put right.
///
/// @param kind what sort of problem it is; a command line's exit status depends on it
/// @param where the place, such as `web/provision.yaml:12:5` or `-t`; empty where there is none
/// @param what what is wrong and why, naming the thing
/// @param next what to do about it; empty where that is plain
public record Problem(Kind kind, Optional<String> where, String what, Optional<String> next) {
  /// What sort of problem it is.
  public enum Kind {
    /// What the user gave is wrong in itself: the command line, the configuration, a file.
    WRONG,
    /// It may be right in itself, but a rule forbids it, or the provider has no such thing.
    REFUSED
  }

  /// Something wrong at a place.
  public static Problem at(String where, String what) {
    return new Problem(Kind.WRONG, Optional.of(where), what, Optional.empty());
  }

  /// Something wrong, without a place.
  public static Problem of(String what) {
    return new Problem(Kind.WRONG, Optional.empty(), what, Optional.empty());
  }

  /// Something that is refused, or not there.
  public static Problem refused(String what) {
    return new Problem(Kind.REFUSED, Optional.empty(), what, Optional.empty());
  }

  /// The same problem with a next step.
  public Problem next(String step) {
    return new Problem(kind, where, what, Optional.of(step));
  }

  /// `WHERE: WHAT; NEXT`.
  @Override
  public String toString() {
    return where.map(place -> place + ": ").orElse("")
        + what
        + next.map(step -> "; " + step).orElse("");
  }
}
