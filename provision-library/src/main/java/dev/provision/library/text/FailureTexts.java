package dev.provision.library.text;

import dev.provision.ports.cloud.CloudFailure;
import java.util.function.UnaryOperator;

/// The texts in a failure.
public final class FailureTexts {
  private FailureTexts() {}

  /// The same failure with its texts changed.
  public static CloudFailure changed(CloudFailure failure, UnaryOperator<String> change) {
    String doing = change.apply(failure.doing());
    String reason = change.apply(failure.reason());
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
      case CloudFailure.Redirected _ -> new CloudFailure.Redirected(doing, reason);
      case CloudFailure.Malformed _ -> new CloudFailure.Malformed(doing, reason);
      case CloudFailure.TimedOut _ -> new CloudFailure.TimedOut(doing, reason);
      case CloudFailure.Unsupported _ -> new CloudFailure.Unsupported(doing, reason);
      case CloudFailure.Interrupted _ -> new CloudFailure.Interrupted(doing, reason);
      case CloudFailure.Unclassified _ -> new CloudFailure.Unclassified(doing, reason);
    };
  }
}
