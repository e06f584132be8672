package dev.provision.library.text;

import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudOption;
import java.util.List;
import java.util.stream.Stream;

/// Hides an account's secrets in failures: a cloud's API may repeat what it was sent, and its
/// adapter what the API says.
///
/// @param secrets what is hidden, once it is known
public record SecretMask(List<Secret> secrets) {
  public static final SecretMask NONE = new SecretMask(List.of());

  /// Anything shorter is found in any text by chance, and where it was masked would tell it.
  private static final int SHORTEST = 4;

  /// Causes may go round in a circle.
  private static final int MOST_CAUSES = 50;

  public SecretMask {
    secrets = List.copyOf(secrets);
  }

  /// The secret key, and the values of options that are declared secret.
  public static SecretMask of(CloudAccount account, List<CloudOption> declared) {
    Stream<Secret> options =
        account.options().entrySet().stream()
            .filter(
                set ->
                    declared.stream()
                        .anyMatch(option -> option.secret() && option.covers(set.getKey())))
            .flatMap(set -> set.getValue().lines())
            .map(Secret::of);
    return new SecretMask(Stream.concat(account.secretKey().stream(), options).toList());
  }

  /// The failure without the secrets. A cause that says one is left out, its message being what a
  /// stack trace shows.
  public CloudException over(CloudException thrown) {
    CloudFailure failure = over(thrown.failure());
    boolean clean =
        Stream.<Throwable>iterate(thrown, each -> each != null, Throwable::getCause)
            .limit(MOST_CAUSES)
            .allMatch(this::isClean);
    if (clean) {
      return thrown;
    }
    CloudException masked = new CloudException(failure);
    masked.setStackTrace(thrown.getStackTrace());
    return masked;
  }

  /// Whether it says no secret. One that cannot even be asked is left out.
  private boolean isClean(Throwable thrown) {
    try {
      return over(thrown.toString()).equals(thrown.toString());
    } catch (RuntimeException | Error _) {
      return false;
    }
  }

  private String over(String text) {
    String masked = text;
    for (Secret secret : secrets) {
      if (secret.isKnown() && secret.reveal().strip().length() >= SHORTEST) {
        masked = masked.replace(secret.reveal().strip(), secret.toString());
      }
    }
    return masked;
  }

  private CloudFailure over(CloudFailure failure) {
    return FailureTexts.changed(failure, this::over);
  }
}
