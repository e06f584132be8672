package dev.provision.adapter.jclouds.call;

import com.google.common.collect.ImmutableMultimap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.Optional;
import org.jclouds.http.HttpResponse;
import org.jclouds.io.Payload;
import org.jclouds.io.Payloads;
import org.jspecify.annotations.Nullable;

/// Reads an answer whole, within limits, so that nothing is left to read when it is looked at.
///
/// Java itself limits the headers of an answer (384 KiB, `jdk.http.maxHeaderSize`).
///
/// Tested by `AnswerLimitsTest`.
public final class AnswerReader {
  /// Enough to explain an error. The status counts; so what is longer is cut off.
  private static final int MOST_OF_AN_ERROR = 64 << 10;

  private static final int PART = 16 << 10;

  private static final int NO_CONTENT = 204;
  private static final int RESET_CONTENT = 205;
  private static final int PARTIAL_CONTENT = 206;

  private AnswerReader() {}

  /// Sends the request, if that has not happened yet, and reads the answer.
  ///
  /// @throws UnusableAnswerException if it is beyond the limits
  public static HttpResponse read(HttpURLConnection connection, CallContext call)
      throws IOException {
    int status = connection.getResponseCode();
    requireWhole(connection, status);
    byte[] body = body(connection, status, call);
    call.receiving(0);
    Payload payload = Payloads.newByteArrayPayload(body);
    payload.getContentMetadata().setContentType(connection.getContentType());
    return HttpResponse.builder()
        .statusCode(status)
        .message(connection.getResponseMessage())
        .headers(headers(connection))
        .payload(status == NO_CONTENT ? null : payload)
        .build();
  }

  /// Nothing, or a part, is no answer to a question: it would be taken for an empty or whole list.
  private static void requireWhole(HttpURLConnection connection, int status) {
    boolean isQuestion = connection.getRequestMethod().equals("GET");
    if (status == PARTIAL_CONTENT
        || (isQuestion && (status == NO_CONTENT || status == RESET_CONTENT))) {
      connection.disconnect();
      throw new UnusableAnswerException(
          "sent only a part, %s (HTTP status %s)"
              .formatted(status == PARTIAL_CONTENT ? "a part" : "nothing", status));
    }
  }

  private static byte[] body(HttpURLConnection connection, int status, CallContext call)
      throws IOException {
    if (status == NO_CONTENT || isRedirect(status)) {
      connection.disconnect(); // whatever follows is not looked at
      return new byte[0];
    }
    boolean isError = status >= 400;
    InputStream in = isError ? connection.getErrorStream() : connection.getInputStream();
    if (in == null) {
      return new byte[0];
    }
    if (isError) {
      return beginning(in, connection, call);
    }
    refuseCompression(connection);
    byte[] body = read(in, AnswerBudget.MOST_BYTES_OF_ONE + 1, call);
    if (body.length > AnswerBudget.MOST_BYTES_OF_ONE) {
      connection.disconnect(); // to close the stream would read on
      throw new UnusableAnswerException(
          "sent more than %s MiB, the limit for one answer"
              .formatted(AnswerBudget.MOST_BYTES_OF_ONE >> 20));
    }
    in.close();
    call.budget().take(body);
    return body;
  }

  private static byte[] beginning(InputStream in, HttpURLConnection connection, CallContext call)
      throws IOException {
    byte[] body = read(in, MOST_OF_AN_ERROR, call);
    if (body.length == MOST_OF_AN_ERROR) {
      connection.disconnect();
    } else {
      in.close();
    }
    return body;
  }

  /// As much as there is, and the call knows how much that is by now: an answer may come byte by
  /// byte until its time is over.
  private static byte[] read(InputStream in, int most, CallContext call) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] part = new byte[PART];
    int count = 0;
    while (count >= 0 && all.size() < most) {
      call.receiving(1L + all.size());
      count = in.read(part, 0, Math.min(part.length, most - all.size()));
      all.write(part, 0, Math.max(0, count));
    }
    return all.toByteArray();
  }

  /// No request of ours allows it; little that is sent could become very much here.
  private static void refuseCompression(HttpURLConnection connection) {
    Optional<String> coding =
        Optional.ofNullable(connection.getContentEncoding())
            .filter(name -> !name.isBlank() && !name.strip().equalsIgnoreCase("identity"));
    if (coding.isPresent()) {
      connection.disconnect();
      throw new UnusableAnswerException(
          "sent a compressed answer that was not requested (Content-Encoding: %s)"
              .formatted(coding.get().strip()));
    }
  }

  static boolean isRedirect(int status) {
    return status >= 300 && status < 400;
  }

  private static ImmutableMultimap<String, String> headers(HttpURLConnection connection) {
    ImmutableMultimap.Builder<String, String> headers = ImmutableMultimap.builder();
    connection
        .getHeaderFields()
        .forEach(
            (@Nullable String name, java.util.List<String> values) -> {
              if (name != null) { // that of the status line
                values.forEach(value -> headers.put(name, value == null ? "" : value));
              }
            });
    return headers.build();
  }
}
