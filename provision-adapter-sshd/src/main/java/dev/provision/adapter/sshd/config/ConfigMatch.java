package dev.provision.adapter.sshd.config;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether the lines of a block apply to a host, and how its `Host` or `Match` line decides that.
///
/// Tested by `SshConfigOracleTest` and `SshConfigTest`.
final class ConfigMatch {
  /// Whether lines apply.
  sealed interface Applies {
    /// They do.
    record Yes() implements Applies {}

    /// They do not.
    record No() implements Applies {}

    /// Only a criterion that we do not evaluate could tell.
    ///
    /// @param criterion such as `exec`
    /// @param place the line that has it
    record Open(String criterion, ConfigPlace place) implements Applies {}

    Applies YES = new Yes();
    Applies NO = new No();
  }

  /// What is asked about.
  ///
  /// @param host the name as it is known by now
  /// @param originalHost the name as it was given
  /// @param user the login as it is known by now
  /// @param localUser who runs this program
  /// @param finalPass whether the files are read again because something asked for it
  record Subject(
      String host, String originalHost, String user, String localUser, boolean finalPass) {}

  private final ConfigPlace place;
  private final Subject subject;
  private boolean finalAsked;

  ConfigMatch(ConfigPlace place, Subject subject) {
    this.place = place;
    this.subject = subject;
  }

  /// Whether the line wants the files to be read again at the end.
  boolean finalAsked() {
    return finalAsked;
  }

  /// A `Host` line.
  static Applies host(Iterable<String> patterns, String host) {
    Applies applies = Applies.NO;
    for (String pattern : patterns) {
      boolean negated = pattern.startsWith("!");
      if (Patterns.matches(negated ? pattern.substring(1) : pattern, host)) {
        if (negated) {
          return Applies.NO;
        }
        applies = Applies.YES;
      }
    }
    return applies;
  }

  /// A `Match` line.
  Applies match(ConfigWords words) throws SshConfigException {
    Applies applies = Applies.YES;
    int criteria = 0;
    for (String word = words.next(); isCriterion(word); word = words.next()) {
      String text = Objects.requireNonNull(word);
      boolean negated = text.startsWith("!");
      String criterion = (negated ? text.substring(1) : text).toLowerCase(Locale.ROOT);
      if (criterion.equals("all")) {
        if (criteria > 1 || isCriterion(words.next())) {
          throw SshConfigException.at(place, "'all' must be the only word after Match");
        }
        return negated ? Applies.NO : applies;
      }
      criteria++;
      applies = and(applies, criterion(criterion, negated, words));
    }
    if (criteria == 0) {
      throw SshConfigException.at(
          place, "Match has no criterion; write 'Match all' if its lines apply to every host");
    }
    return applies;
  }

  private static boolean isCriterion(@Nullable String word) {
    return word != null && !word.isEmpty() && !word.startsWith("#");
  }

  private Applies criterion(String criterion, boolean negated, ConfigWords words)
      throws SshConfigException {
    return switch (criterion) {
      case "final", "canonical" -> {
        finalAsked |= criterion.equals("final");
        yield subject.finalPass() == negated ? Applies.NO : Applies.YES;
      }
      case "host", "originalhost", "user", "localuser" -> {
        boolean fits = fits(criterion, argument(criterion, words));
        yield fits == negated ? Applies.NO : Applies.YES;
      }
      case "exec", "localnetwork", "tagged", "command", "version", "sessiontype" -> {
        argument(criterion, words);
        yield new Applies.Open(criterion, place);
      }
      default ->
          throw SshConfigException.at(
              place, "Match has no criterion '" + criterion + "'; correct or remove it");
    };
  }

  private boolean fits(String criterion, String patterns) {
    return switch (criterion) {
      case "host" -> Patterns.hostListMatches(patterns, subject.host());
      case "originalhost" -> Patterns.hostListMatches(patterns, subject.originalHost());
      case "user" -> Patterns.listMatches(patterns, subject.user());
      default -> Patterns.listMatches(patterns, subject.localUser());
    };
  }

  private String argument(String criterion, ConfigWords words) throws SshConfigException {
    return Optional.ofNullable(words.next())
        .filter(ConfigMatch::isCriterion)
        .orElseThrow(
            () -> SshConfigException.at(place, "'" + criterion + "' after Match has no pattern"));
  }

  /// What is no, stays no; what is open is open only if nothing else says no.
  static Applies and(Applies one, Applies other) {
    return switch (one) {
      case Applies.No no -> no;
      case Applies.Yes _ -> other;
      case Applies.Open open -> other instanceof Applies.No ? other : open;
    };
  }
}
