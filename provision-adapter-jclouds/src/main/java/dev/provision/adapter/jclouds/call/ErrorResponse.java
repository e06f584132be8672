package dev.provision.adapter.jclouds.call;

import dev.provision.adapter.jclouds.answer.ErrorText;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jclouds.http.HttpResponse;

/// An answer that says no.
///
/// Tested by `FailuresTest`, `CreateOnceTest` and `DockerTest`.
///
/// @param status of HTTP
/// @param body its text
/// @param retryAfter how long the cloud asks to wait, where it says so
/// @param redirect where it wants to send us, if that is what it says
/// @param isFinal whether a 500 of this API's means that it would say the same again
public record ErrorResponse(
    int status,
    String body,
    Optional<Duration> retryAfter,
    Optional<Redirect> redirect,
    boolean isFinal) {
  private static final int LONGEST = 400;

  private static final Pattern TOO_MANY =
      Pattern.compile(
          "RequestLimitExceeded|Throttling|rateLimitExceeded|RateLimitExceeded|TooManyRequests");

  /// Reads the answer that refuses a request.
  ///
  /// @param secrets are not in it
  public static ErrorResponse of(
      HttpResponse response, URI asked, boolean isFinal, AccountSecrets secrets) {
    int status = response.getStatusCode();
    Optional<Redirect> redirect =
        AnswerReader.isRedirect(status)
            ? Optional.of(
                Redirect.of(
                    status,
                    Optional.ofNullable(response.getFirstHeaderOrNull("Location"))
                        .map(secrets::masked),
                    asked))
            : Optional.empty();
    return new ErrorResponse(
        status, secrets.masked(body(response)), retryAfter(response), redirect, isFinal);
  }

  private static String body(HttpResponse response) {
    return response.getPayload() != null
            && response.getPayload().getRawContent() instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : "";
  }

  private static Optional<Duration> retryAfter(HttpResponse response) {
    return Optional.ofNullable(response.getFirstHeaderOrNull("Retry-After"))
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  /// Whether the cloud has not looked at the request, because there were too many.
  boolean tooMany() {
    return status == 429
        || (status == 413 && retryAfter.isPresent())
        || ((status == 403 || status == 503 || status == 400) && TOO_MANY.matcher(body).find());
  }

  /// Whether the cloud, or something before it, may have done the work all the same, or may do it
  /// next time.
  boolean passing() {
    return status == 408 || (status == 500 && !isFinal) || (status >= 502 && status <= 504);
  }

  /// Whether the cloud would say the same again, though the status is that of a passing trouble.
  boolean isLastWord() {
    return status == 500 && isFinal;
  }

  /// The cloud's own short name for what is wrong, where it has one.
  String code() {
    return ErrorText.in(body).code();
  }

  /// For people: the cloud's own words, where there are some.
  String words() {
    if (redirect.isPresent()) {
      return redirect.get().words();
    }
    String said = shortened(ErrorText.in(body).message().strip().replaceAll("\\s+", " "));
    if (said.isEmpty() && status == 401) {
      return "the user or the secret was rejected (HTTP status 401)";
    }
    return said.isEmpty() ? "HTTP status " + status : said + " (HTTP status " + status + ")";
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
