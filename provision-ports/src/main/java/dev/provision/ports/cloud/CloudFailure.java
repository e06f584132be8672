package dev.provision.ports.cloud;

import java.time.Duration;
import java.util.Optional;

/// Why a request to a cloud failed. Each says what was being done, and why it failed.
public sealed interface CloudFailure {
  /// What was being done and to what, such as `creating node web1`.
  String doing();

  /// Why it failed, human-readable, without secrets.
  String reason();

  /// Whether the same call may succeed later without any change.
  default boolean retryable() {
    return switch (this) {
      case RateLimited _, Unavailable _, Unreachable _ -> true;
      case Unauthorized _,
          QuotaExceeded _,
          NotFound _,
          NameTaken _,
          InvalidRequest _,
          Redirected _,
          Malformed _,
          TimedOut _,
          Unsupported _,
          Interrupted _,
          Unclassified _ ->
          false;
    };
  }

  /// Whether the request may have taken effect nevertheless, or still may: a node may exist
  /// although its creation failed. It cannot if the provider rejected the request, or never
  /// received it.
  default boolean mayHaveTakenEffect() {
    return switch (this) {
      case Unavailable _, Malformed _, TimedOut _, Interrupted _, Unclassified _ -> true;
      case Unauthorized _,
          RateLimited _,
          QuotaExceeded _,
          NotFound _,
          NameTaken _,
          InvalidRequest _,
          Redirected _,
          Unreachable _,
          Unsupported _ ->
          false;
    };
  }

  /// The account's credentials were rejected, or do not allow this.
  record Unauthorized(String doing, String reason) implements CloudFailure {}

  /// Too many requests.
  ///
  /// @param retryAfter how long the provider asks to wait, if it says so
  record RateLimited(String doing, String reason, Optional<Duration> retryAfter)
      implements CloudFailure {}

  /// The account's quota is exhausted.
  record QuotaExceeded(String doing, String reason) implements CloudFailure {}

  /// There is no such node, image, size or location.
  record NotFound(String doing, String reason) implements CloudFailure {}

  /// A node of that name already exists.
  record NameTaken(String doing, String reason) implements CloudFailure {}

  /// The request or the account's options are invalid.
  record InvalidRequest(String doing, String reason) implements CloudFailure {}

  /// The provider does not answer, or is temporarily unavailable.
  record Unavailable(String doing, String reason) implements CloudFailure {}

  /// No connection to the provider could be established, or its certificate is not trusted, so no
  /// request was sent, and nothing was changed.
  record Unreachable(String doing, String reason) implements CloudFailure {}

  /// The provider did nothing, and redirected the request. The redirect is not followed, because it
  /// would send the credentials along.
  record Redirected(String doing, String reason) implements CloudFailure {}

  /// The provider's answer could not be understood.
  record Malformed(String doing, String reason) implements CloudFailure {}

  /// The time limit was exceeded.
  record TimedOut(String doing, String reason) implements CloudFailure {}

  /// This provider, or this machine, does not support this.
  record Unsupported(String doing, String reason) implements CloudFailure {}

  /// The calling thread was interrupted.
  record Interrupted(String doing, String reason) implements CloudFailure {}

  /// Anything else.
  record Unclassified(String doing, String reason) implements CloudFailure {}
}
