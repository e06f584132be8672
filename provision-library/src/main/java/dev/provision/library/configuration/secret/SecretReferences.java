package dev.provision.library.configuration.secret;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.variable.SecretReference;
import dev.provision.domain.variable.VariableValue;
import dev.provision.library.configuration.machine.DecodedText;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.machine.ProcessRunner.Command;
import dev.provision.library.configuration.machine.ProcessRunner.Ended;
import dev.provision.library.configuration.machine.TextFile;
import dev.provision.library.configuration.machine.TrustedPath;
import dev.provision.library.configuration.secret.ReferenceText.Plain;
import dev.provision.library.configuration.secret.ReferenceText.Reference;
import dev.provision.ports.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Fetches what `${env:NAME}`, `${file:PATH}` and `${command:WORDS}` stand for.
///
/// Nothing is fetched while a configuration is read: that an environment variable is missing
/// troubles only those who need it.
public final class SecretReferences {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /// As of `-k -`.
  private static final int MOST_BYTES = 64 << 10;

  private final Environment environment;

  /// @param environment whose variables count, and in whose working directory commands run
  public SecretReferences(Environment environment) {
    this.environment = environment;
  }

  /// The text with every reference in it replaced.
  ///
  /// The options and user ids of a [dev.provision.domain.configuration.Configuration] may hold
  /// references; this is called on them when the account is opened.
  ///
  /// @param key the setting
  /// @param origin where it was set; empty if that is not known
  /// @throws ProblemsException naming the place, the setting and the reference that leads to
  ///   nothing, never a value
  public String resolve(String text, String key, String origin) {
    return resolve(text, new Place(key, origin));
  }

  /// What a text is the value of, and where it was set.
  private record Place(String key, String origin) {}

  /// A secret that resolves the text when it is revealed.
  public Secret secret(String text, String key, String origin) {
    ReferenceText parsed = ReferenceText.parse(text);
    return parsed.hasReferences()
        ? Secret.of(() -> resolve(text, key, origin))
        : Secret.of(parsed.literal());
  }

  /// A value, which is hidden if it holds references.
  public VariableValue value(String text, String key, String origin) {
    ReferenceText parsed = ReferenceText.parse(text);
    return parsed.hasReferences()
        ? new VariableValue.Hidden(
            Secret.of(() -> resolve(text, key, origin)),
            Optional.of(new SecretReference.Text(text)))
        : VariableValue.of(parsed.literal());
  }

  private String resolve(String text, Place place) {
    return ReferenceText.parse(text).parts().stream()
        .map(
            part ->
                switch (part) {
                  case Plain(String plain) -> plain;
                  case Reference reference -> fetch(reference, place);
                })
        .collect(Collectors.joining());
  }

  private String fetch(Reference reference, Place place) {
    String text =
        switch (reference.kind()) {
          case ENV -> variable(reference, place);
          case FILE -> file(reference, place);
          case COMMAND -> command(reference, place);
        };
    String fetched = withoutFinalLineEnds(text);
    if (fetched.isEmpty()) {
      throw problem(reference, place, "is empty", "make sure that it contains the secret");
    }
    return fetched;
  }

  private static String withoutFinalLineEnds(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }

  private String variable(Reference reference, Place place) {
    String value = environment.variable(reference.argument());
    if (value.isEmpty()) {
      throw problem(
          reference,
          place,
          "the environment variable is not set",
          "set it: export " + reference.argument() + "=…");
    }
    if (DecodedText.isDamaged(value)) {
      throw problem(reference, place, "the environment variable is not UTF-8 text", "");
    }
    return value;
  }

  private String file(Reference reference, Place place) {
    Path file = environment.resolve(reference.argument(), environment.workingDirectory());
    try {
      return TextFile.read(file, MOST_BYTES);
    } catch (IOException e) {
      throw problem(reference, place, "the file " + e.getMessage(), "");
    }
  }

  private String command(Reference reference, Place place) {
    Optional<TrustedPath.Flaw> flaw =
        new CommandFiles(environment).in(reference.argument()).flatMap(this::flaw).findFirst();
    if (flaw.isPresent()) {
      throw problem(
          reference,
          place,
          "it is not run, because %s %s".formatted(flaw.get().where(), flaw.get().why()),
          "run: " + flaw.get().cure());
    }
    Ended ended;
    try {
      ended =
          environment
              .processes()
              .run(
                  new Command(
                      List.of("/bin/sh", "-c", reference.argument()),
                      environment.variables(),
                      environment.workingDirectory(),
                      "",
                      LIMIT,
                      MOST_BYTES));
    } catch (IOException e) {
      throw problem(reference, place, "cannot run the command: " + e.getMessage(), "");
    } catch (TimeoutException _) {
      throw problem(
          reference,
          place,
          "the command did not finish within " + LIMIT.toSeconds() + " s",
          "make sure that it does not ask for input; it gets none");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw problem(reference, place, "interrupted while the command ran", "");
    }
    if (ended.status() != 0) {
      throw problem(
          reference,
          place,
          "the command failed with status " + ended.status() + said(ended.errors()),
          "try it in a shell");
    }
    return ended.output();
  }

  private Stream<TrustedPath.Flaw> flaw(Path file) {
    return TrustedPath.of(file, environment.variables()).flaw().stream();
  }

  private static String said(String errors) {
    return errors.isBlank() ? "" : ": " + errors.strip();
  }

  private static ProblemsException problem(
      Reference reference, Place place, String why, String next) {
    String what = place.key() + ": " + reference + ": " + why;
    Problem problem =
        place.origin().isEmpty() ? Problem.of(what) : Problem.at(place.origin(), what);
    return new ProblemsException(next.isEmpty() ? problem : problem.next(next));
  }
}
