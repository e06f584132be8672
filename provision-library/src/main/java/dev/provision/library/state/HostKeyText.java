package dev.provision.library.state;

import dev.provision.domain.boot.HostKeyRecord;
import dev.provision.ports.shell.HostKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A [HostKeyRecord] as a file has it: a word and its value in each line. The last line is `end`,
/// so that a file that was cut off is not taken for a whole one.
final class HostKeyText {
  private static final String HEAD =
      """
      # By which host key a node is recognized. 'given': the key it was given before it booted, until
      # it has been seen with another one; 'key': one of its own. See docs/host-identity.md.
      """;
  private static final String END = "end";

  private HostKeyText() {}

  static String of(HostKeyRecord record) {
    StringBuilder text = new StringBuilder(HEAD);
    line(text, "token", record.token());
    line(text, "name", record.name());
    line(text, "made", record.made().toString());
    record.given().ifPresent(key -> line(text, "given", key.toString()));
    record.keys().forEach(key -> line(text, "key", key.toString()));
    return text.append(END).append('\n').toString();
  }

  private static void line(StringBuilder text, String word, String value) {
    text.append(word).append(' ').append(value).append('\n');
  }

  /// @throws IllegalArgumentException if it is not the whole of one; it says what is wrong
  static HostKeyRecord parse(String text) {
    List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (lines.isEmpty() || !lines.getLast().equals(END)) {
      throw new IllegalArgumentException("its last line, 'end', is missing");
    }
    Map<String, String> single = new HashMap<>();
    List<HostKey> keys = new ArrayList<>();
    for (String line : lines.subList(0, lines.size() - 1)) {
      String[] parts = line.split("\\s+", 2);
      switch (parts[0]) {
        case "key" -> keys.add(key(parts));
        case "token", "name", "made", "given" -> {
          if (parts.length < 2 || single.put(parts[0], parts[1]) != null) {
            throw new IllegalArgumentException("there must be one '" + parts[0] + "'");
          }
        }
        default -> {
          if (!line.startsWith("#")) {
            throw new IllegalArgumentException("unknown line: " + line);
          }
        }
      }
    }
    Optional<HostKey> given =
        Optional.ofNullable(single.get("given")).map(value -> key(new String[] {"given", value}));
    if (given.isEmpty() && keys.isEmpty()) {
      throw new IllegalArgumentException("there is neither 'given' nor 'key'");
    }
    return new HostKeyRecord(
        one(single, "token"), one(single, "name"), made(one(single, "made")), given, keys);
  }

  private static HostKey key(String[] parts) {
    return HostKey.parse(parts.length < 2 ? "" : parts[1]);
  }

  private static String one(Map<String, String> values, String word) {
    return Optional.ofNullable(values.get(word))
        .orElseThrow(() -> new IllegalArgumentException("there is no '" + word + "'"));
  }

  private static Instant made(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'made " + text + "' is not a time", e);
    }
  }
}
