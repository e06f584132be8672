package dev.provision.adapter.jclouds.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.provision.adapter.jclouds.call.AnswerBudget;
import dev.provision.adapter.jclouds.call.UnusableAnswerException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.ProtocolException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An answer of HTTP 1.0.
///
/// @param status what became of the request
/// @param reason the same in words
/// @param headers by their names, in whatever case
/// @param body what follows them, to be read once
record PlainAnswer(int status, String reason, Map<String, List<String>> headers, InputStream body) {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) ?(.*)");
  private static final int MOST_BYTES_OF_HEADERS = 384 << 10; // as Java has it for the network
  private static final String BLANK_LINE = "\r\n\r\n";

  /// Reads until the connection is closed.
  ///
  /// @throws IOException if it is not a whole answer
  /// @throws UnusableAnswerException if it is beyond the limits
  static PlainAnswer read(InputStream in) throws IOException {
    byte[] first = in.readNBytes(MOST_BYTES_OF_HEADERS);
    String text = new String(first, ISO_8859_1);
    int end = text.indexOf(BLANK_LINE);
    if (end < 0 && first.length == MOST_BYTES_OF_HEADERS) {
      throw new UnusableAnswerException(
          "sent headers of more than %s KiB, the limit".formatted(MOST_BYTES_OF_HEADERS >> 10));
    }
    if (end < 0) {
      throw new SocketException("the connection was closed before the answer");
    }
    String[] lines = text.substring(0, end).split("\r\n", -1);
    Matcher status = STATUS.matcher(lines[0]);
    if (!status.matches()) {
      throw new ProtocolException("the answer is not HTTP");
    }
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : Arrays.asList(lines).subList(1, lines.length)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers
            .computeIfAbsent(line.substring(0, colon), _ -> new ArrayList<>())
            .add(line.substring(colon + 1).strip());
      }
    }
    int begin = end + BLANK_LINE.length();
    // What is beyond the limit of a body is found out where that is read.
    byte[] body =
        new SequenceInputStream(new ByteArrayInputStream(first, begin, first.length - begin), in)
            .readNBytes(AnswerBudget.MOST_BYTES_OF_ONE + 1);
    String length = headers.getOrDefault("Content-Length", List.of("0")).getFirst();
    if (length.matches("[0-9]{1,9}")
        && body.length <= AnswerBudget.MOST_BYTES_OF_ONE
        && body.length < Integer.parseInt(length)) {
      throw new SocketException("the connection was closed during the answer");
    }
    return new PlainAnswer(
        Integer.parseInt(status.group(1)),
        status.group(2),
        headers,
        new ByteArrayInputStream(body));
  }
}
