package dev.provision.adapter.jclouds;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An answer that says no.
///
/// @param status of HTTP
/// @param body its text
/// @param retryAfter how long the cloud asks to wait, where it says so
record Refusal(int status, String body, Optional<Duration> retryAfter) {
  private static final int LONGEST = 400;

  /// What clouds call the field with the words for people, in JSON and in XML.
  private static final Pattern JSON_MESSAGE =
      Pattern.compile(
          "\"(?:message|errortext|detail|error_description|title)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static final Pattern XML_MESSAGE = Pattern.compile("<Message>([^<]*)</Message>");

  private static final Pattern CODE =
      Pattern.compile("<Code>([^<]*)</Code>|\"(?:code|reason)\"\\s*:\\s*\"([A-Za-z.]+)\"");

  private static final Pattern TOO_MANY =
      Pattern.compile(
          "RequestLimitExceeded|Throttling|rateLimitExceeded|RateLimitExceeded|TooManyRequests");

  /// Whether the cloud has not looked at the request, because there were too many.
  boolean tooMany() {
    return status == 429
        || (status == 413 && retryAfter.isPresent())
        || ((status == 403 || status == 503 || status == 400) && TOO_MANY.matcher(body).find());
  }

  /// Whether the cloud, or something before it, may have done the work all the same, or may do it
  /// next time.
  boolean passing() {
    return status == 408 || status == 500 || (status >= 502 && status <= 504);
  }

  /// The cloud's own short name for what is wrong, where it has one.
  String code() {
    Matcher code = CODE.matcher(body);
    if (!code.find()) {
      return "";
    }
    return code.group(1) != null ? code.group(1) : code.group(2);
  }

  /// For people: the cloud's own words, where there are some.
  String words() {
    String said = message();
    if (said.isEmpty() && status == 401) {
      return "the user or the secret is not accepted (HTTP status 401)";
    }
    return said.isEmpty() ? "HTTP status " + status : said + " (HTTP status " + status + ")";
  }

  private String message() {
    for (Pattern pattern : new Pattern[] {XML_MESSAGE, JSON_MESSAGE}) {
      Matcher message = pattern.matcher(body);
      if (message.find() && !message.group(1).isBlank()) {
        return shortened(message.group(1).replace("\\\"", "\"").replace("\\n", " ").strip());
      }
    }
    boolean page = body.stripLeading().startsWith("<");
    return page || body.isBlank() ? "" : shortened(body.strip().replaceAll("\\s+", " "));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
