package dev.provision.cli.view;

import dev.provision.cli.output.VisibleText;
import dev.provision.ports.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// A script as it is sent, for people to read.
final class ScriptPreview {
  /// What stands for a text that holds secrets.
  static final String SECRET = "(contains secrets; 'provision render --show-secrets' shows them)";

  private ScriptPreview() {}

  /// The text; what is not UTF-8 is replaced.
  static String of(Content content) {
    try (InputStream in = content.open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Its lines, each behind this margin and with a line feed at its end.
  static String lines(Content content, String margin) {
    StringBuilder text = new StringBuilder();
    VisibleText.lines(of(content)).forEach(line -> text.append(margin).append(line).append('\n'));
    return text.toString();
  }
}
