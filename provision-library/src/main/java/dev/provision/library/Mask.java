package dev.provision.library;

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
record Mask(List<Secret> secrets) {
  static final Mask NONE = new Mask(List.of());

  /// Anything shorter is found in any text by chance, and where it was masked would tell it.
  private static final int SHORTEST = 4;

  Mask {
    secrets = List.copyOf(secrets);
  }

  /// The secret key, and the values of options that are declared secret.
  static Mask of(CloudAccount account, List<CloudOption> declared) {
    Stream<Secret> options =
        account.options().entrySet().stream()
            .filter(
                set ->
                    declared.stream()
                        .anyMatch(option -> option.secret() && option.covers(set.getKey())))
            .flatMap(set -> set.getValue().lines())
            .map(Secret::of);
    return new Mask(Stream.concat(account.secretKey().stream(), options).toList());
  }

  /// The failure without the secrets. A cause that says one is left out, its message being what a
  /// stack trace shows.
  CloudException over(CloudException thrown) {
    CloudFailure failure = over(thrown.failure());
    boolean clean =
        Stream.<Throwable>iterate(thrown, each -> each != null, Throwable::getCause)
            .allMatch(each -> over(each.toString()).equals(each.toString()));
    if (clean) {
      return thrown;
    }
    CloudException masked = new CloudException(failure);
    masked.setStackTrace(thrown.getStackTrace());
    return masked;
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
    String doing = over(failure.doing());
    String reason = over(failure.reason());
    return switch (failure) {
      case CloudFailure.Unauthorized _ -> new CloudFailure.Unauthorized(doing, reason);
      case CloudFailure.RateLimited limited ->
          new CloudFailure.RateLimited(doing, reason, limited.retryAfter());
      case CloudFailure.QuotaExceeded _ -> new CloudFailure.QuotaExceeded(doing, reason);
      case CloudFailure.NotFound _ -> new CloudFailure.NotFound(doing, reason);
      case CloudFailure.NameTaken _ -> new CloudFailure.NameTaken(doing, reason);
      case CloudFailure.InvalidRequest _ -> new CloudFailure.InvalidRequest(doing, reason);
      case CloudFailure.Unavailable _ -> new CloudFailure.Unavailable(doing, reason);
      case CloudFailure.Unreachable _ -> new CloudFailure.Unreachable(doing, reason);
      case CloudFailure.Malformed _ -> new CloudFailure.Malformed(doing, reason);
      case CloudFailure.TimedOut _ -> new CloudFailure.TimedOut(doing, reason);
      case CloudFailure.Unsupported _ -> new CloudFailure.Unsupported(doing, reason);
      case CloudFailure.Interrupted _ -> new CloudFailure.Interrupted(doing, reason);
      case CloudFailure.Unclassified _ -> new CloudFailure.Unclassified(doing, reason);
    };
  }
}
