package dev.provision.domain.boot;

import dev.provision.domain.Python;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Asks Python, in whose library cloud-init reads its user data, for the parts of messages.
final class MimeOracle {
  private final Path directory;

  /// @param directory for the questions and the answers
  MimeOracle(Path directory) {
    this.directory = directory;
  }

  /// A part of a message.
  record Part(String type, String payload) {}

  /// The parts of each message.
  List<List<Part>> parts(List<String> messages) throws IOException, InterruptedException {
    return new Python(directory)
        .ask("mime_oracle.py", messages.stream().map(MimeOracle::hex).toList()).stream()
            .map(line -> Arrays.stream(line.split(" ", -1)).map(MimeOracle::part).toList())
            .toList();
  }

  private static Part part(String text) {
    int equals = text.indexOf('=');
    byte[] payload = HexFormat.of().parseHex(text.substring(equals + 1));
    return new Part(text.substring(0, equals), new String(payload, StandardCharsets.UTF_8));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
