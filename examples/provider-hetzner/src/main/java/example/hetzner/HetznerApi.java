package example.hetzner;

import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The API over HTTP: tokens, pages, what is repeated and what is not, and what its errors mean.
final class HetznerApi implements AutoCloseable {
  private static final int ATTEMPTS = 5;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int MOST_BYTES = 32 << 20;
  private static final int MOST_PAGES = 1000;

  private final URI endpoint;
  private final Secret token;
  private final Duration pause;

  /// Follows no redirect: the token would go along.
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(10))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final JsonMapper json = new JsonMapper();

  /// @param pause before the first repetition; it doubles with each
  HetznerApi(URI endpoint, Secret token, Duration pause) {
    this.endpoint = endpoint;
    this.token = token;
    this.pause = pause;
  }

  /// One thing.
  JsonNode get(String doing, String path) {
    return repeated(doing, () -> send(doing, "GET", path, Optional.empty()));
  }

  /// What an answer must have.
  static JsonNode object(String doing, JsonNode answer, String key) {
    if (!answer.path(key).isObject()) {
      throw malformed(doing, "there is no " + key + " in it", null);
    }
    return answer.path(key);
  }

  /// All things of a list, page after page.
  List<JsonNode> all(String doing, String path, String key, Map<String, String> query) {
    List<JsonNode> all = new ArrayList<>();
    String filter =
        query.entrySet().stream()
            .map(entry -> "&" + entry.getKey() + "=" + encode(entry.getValue()))
            .collect(Collectors.joining());
    int page = 1;
    while (page > 0) {
      JsonNode answer = get(doing, path + "?per_page=50&page=" + page + filter);
      JsonNode list = answer.path(key);
      if (!list.isArray()) {
        throw malformed(doing, "there is no list of " + key + " in it", null);
      }
      list.forEach(all::add);
      int next = answer.path("meta").path("pagination").path("next_page").asInt(0);
      if (next != 0 && (next <= page || next > MOST_PAGES)) {
        throw malformed(doing, "page " + page + " leads to page " + next, null);
      }
      page = next;
    }
    return all;
  }

  /// Sends it once: whether it has been done is not known if there is no answer.
  JsonNode post(String doing, String path, Map<String, Object> body) {
    return send(doing, "POST", path, Optional.of(json.writeValueAsString(body)));
  }

  /// Changes something so that it is as the body says.
  void put(String doing, String path, Map<String, Object> body) {
    repeated(doing, () -> send(doing, "PUT", path, Optional.of(json.writeValueAsString(body))));
  }

  void delete(String doing, String path) {
    repeated(doing, () -> send(doing, "DELETE", path, Optional.empty()));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private interface Attempt {
    JsonNode make();
  }

  /// What changes nothing, or nothing more the second time, is tried again while that may help.
  private JsonNode repeated(String doing, Attempt attempt) {
    Duration next = pause;
    for (int count = 1; ; count++) {
      try {
        return attempt.make();
      } catch (CloudException e) {
        if (!e.failure().retryable() || count == ATTEMPTS) {
          throw e;
        }
        sleep(doing, next);
        next = next.multipliedBy(2);
      }
    }
  }

  static void sleep(String doing, Duration duration) {
    try {
      Thread.sleep(duration.compareTo(LONGEST_PAUSE) < 0 ? duration : LONGEST_PAUSE);
    } catch (InterruptedException e) {
      throw interrupted(doing, e);
    }
  }

  private static CloudException interrupted(String doing, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new CloudException(new CloudFailure.Interrupted(doing, "it was interrupted"), e);
  }

  private JsonNode send(String doing, String method, String path, Optional<String> body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint + path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + token.reveal())
            .header("Content-Type", "application/json")
            .method(method, body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()))
            .build();
    try {
      HttpResponse<String> response =
          http.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
      if (response.statusCode() / 100 == 2) {
        return response.body().isBlank() ? json.createObjectNode() : read(doing, response.body());
      }
      throw new CloudException(failure(doing, response));
    } catch (ConnectException | SSLHandshakeException e) {
      throw new CloudException(
          new CloudFailure.Unreachable(doing, "cannot connect to " + endpoint + ": " + words(e)),
          e);
    } catch (IOException e) {
      if (words(e).contains("body exceeds")) {
        throw malformed(doing, "it has more than " + (MOST_BYTES >> 20) + " MiB", e);
      }
      throw new CloudException(
          new CloudFailure.Unavailable(doing, endpoint + " does not answer: " + words(e)), e);
    } catch (InterruptedException e) {
      throw interrupted(doing, e);
    }
  }

  private static String words(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private JsonNode read(String doing, String text) {
    try {
      return json.readTree(text);
    } catch (JacksonException e) {
      throw malformed(doing, "it is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static CloudException malformed(String doing, String reason, Throwable cause) {
    return new CloudException(
        new CloudFailure.Malformed(doing, "the answer cannot be used: " + reason), cause);
  }

  /// What an error means. The codes are more telling than the status, where there is one.
  private CloudFailure failure(String doing, HttpResponse<String> response) {
    if (response.statusCode() / 100 == 3) {
      String place = response.headers().firstValue("Location").orElse("no place");
      String reason =
          endpoint
              + " sent a redirect to "
              + place.replaceFirst("[?].*", "")
              + ", which was not followed, because it would send the token along";
      // 303 says that the request was carried out; the others, that nothing was done.
      return response.statusCode() == 303
          ? new CloudFailure.Malformed(doing, reason)
          : new CloudFailure.Redirected(doing, reason);
    }
    JsonNode error = error(response.body());
    String code = error.path("code").asString("");
    String reason =
        error.path("message").asString("HTTP status " + response.statusCode())
            + (code.isEmpty() ? "" : " (" + code + ")");
    return switch (code) {
      case "uniqueness_error" -> new CloudFailure.NameTaken(doing, reason);
      case "resource_limit_exceeded" -> new CloudFailure.QuotaExceeded(doing, reason);
      case "resource_unavailable", "placement_error", "maintenance", "locked", "conflict" ->
          new CloudFailure.Unavailable(doing, reason);
      case "protected" -> new CloudFailure.InvalidRequest(doing, reason);
      case "unsupported_error" -> new CloudFailure.Unsupported(doing, reason);
      default ->
          switch (response.statusCode()) {
            case 401, 403 -> new CloudFailure.Unauthorized(doing, reason + "; check secret-key");
            case 404 -> new CloudFailure.NotFound(doing, reason);
            // Requests come back one by one; RateLimit-Reset says only when all are there again.
            case 429 -> new CloudFailure.RateLimited(doing, reason, Optional.empty());
            case 400, 422 -> new CloudFailure.InvalidRequest(doing, reason);
            case 500, 502, 503, 504 -> new CloudFailure.Unavailable(doing, reason);
            default -> new CloudFailure.Unclassified(doing, reason);
          };
    };
  }

  private JsonNode error(String body) {
    try {
      return json.readTree(body).path("error");
    } catch (JacksonException e) {
      // A page of a proxy's; the status says enough.
      return json.createObjectNode();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
