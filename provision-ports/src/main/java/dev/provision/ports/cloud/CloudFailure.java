package dev.provision.ports.cloud;

import java.time.Duration;
import java.util.Optional;

/// Why a cloud did not do what it was asked. Each says what was being done, and why it did not work
/// out.
public sealed interface CloudFailure {
  /// What was being done and to what, such as `creating node web1`.
  String doing();

  /// Why it failed, in words for people; no secrets.
  String reason();

  /// Whether the very same call may succeed later without anybody changing anything.
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

  /// Whether what was asked for may have been done all the same, or may still happen: a node may
  /// exist although its creation failed. It cannot where the provider has said no, or was never
  /// asked.
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

  /// The account's credentials were refused, or do not allow this.
  record Unauthorized(String doing, String reason) implements CloudFailure {}

  /// Too many requests.
  ///
  /// @param retryAfter how long the provider asks to wait, where it says so
  record RateLimited(String doing, String reason, Optional<Duration> retryAfter)
      implements CloudFailure {}

  /// The account may not have more of this.
  record QuotaExceeded(String doing, String reason) implements CloudFailure {}

  /// There is no such node, image, size or location.
  record NotFound(String doing, String reason) implements CloudFailure {}

  /// A node of that name exists already.
  record NameTaken(String doing, String reason) implements CloudFailure {}

  /// The request or the account's options are not acceptable as they are.
  record InvalidRequest(String doing, String reason) implements CloudFailure {}

  /// The provider does not answer, or says that it cannot now.
  record Unavailable(String doing, String reason) implements CloudFailure {}

  /// No connection to the provider came about, or it showed no certificate to be trusted: so
  /// nothing was asked of it, and nothing has happened there.
  record Unreachable(String doing, String reason) implements CloudFailure {}

  /// The provider did nothing, and named another place to ask. Nobody asks there: the credentials
  /// would go along.
  record Redirected(String doing, String reason) implements CloudFailure {}

  /// The provider's answer could not be understood.
  record Malformed(String doing, String reason) implements CloudFailure {}

  /// It took longer than the limit.
  record TimedOut(String doing, String reason) implements CloudFailure {}

  /// This provider, or this machine, cannot do that at all.
  record Unsupported(String doing, String reason) implements CloudFailure {}

  /// The calling thread was interrupted.
  record Interrupted(String doing, String reason) implements CloudFailure {}

  /// Anything else.
  record Unclassified(String doing, String reason) implements CloudFailure {}
}
