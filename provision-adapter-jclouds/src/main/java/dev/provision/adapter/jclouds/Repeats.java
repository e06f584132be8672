package dev.provision.adapter.jclouds;

import com.google.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jclouds.http.HttpCommand;
import org.jclouds.http.HttpResponse;
import org.jclouds.http.HttpUtils;
import org.jclouds.http.IOExceptionRetryHandler;
import org.jclouds.http.handlers.BackoffLimitedRetryHandler;
import org.jclouds.http.handlers.DelegatingRetryHandler;
import org.jclouds.http.handlers.RedirectionRetryHandler;

/// Takes the place of jclouds' rules about sending again, which repeat a POST after a 500 and so
/// make two nodes of one.
final class Repeats extends DelegatingRetryHandler implements IOExceptionRetryHandler {
  /// Among the redirections by its number only.
  private static final int NOTHING_TO_DO = 304;

  private final Pacing pacing;

  @Inject
  Repeats(BackoffLimitedRetryHandler backOff, RedirectionRetryHandler redirection, Pacing pacing) {
    super(backOff, redirection);
    this.pacing = pacing;
  }

  @Override
  public boolean shouldRetryRequest(HttpCommand command, HttpResponse response) {
    int status = response.getStatusCode();
    if (status == NOTHING_TO_DO) {
      return false;
    }
    if (status < 400) {
      return super.shouldRetryRequest(command, response);
    }
    byte[] body = HttpUtils.closeClientButKeepContentStream(response);
    Refusal refusal =
        new Refusal(
            status,
            body == null ? "" : new String(body, StandardCharsets.UTF_8),
            retryAfter(response));
    Call call = call();
    call.refused(refusal);
    int failures = command.incrementFailureCount();
    if (status == 401) {
      return renews(command, failures) && super.shouldRetryRequest(command, response);
    }
    return pacing.again(call, refusal, failures);
  }

  /// A token may have run out: it is renewed once. Requests without a filter that signs them are
  /// those that ask for the token.
  private static boolean renews(HttpCommand command, int failures) {
    return failures == 1 && !command.getCurrentRequest().getFilters().isEmpty();
  }

  @Override
  public boolean shouldRetryRequest(HttpCommand command, IOException failure) {
    return pacing.again(call(), failure, command.incrementFailureCount());
  }

  /// Threads of jclouds' own have no call of ours: nothing is repeated for them.
  private static Call call() {
    return Call.CURRENT.isBound()
        ? Call.CURRENT.get()
        : new Call(java.time.Instant.MAX.minus(Duration.ofDays(1)), false);
  }

  private static Optional<Duration> retryAfter(HttpResponse response) {
    String seconds = response.getFirstHeaderOrNull("Retry-After");
    return Optional.ofNullable(seconds)
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }
}
