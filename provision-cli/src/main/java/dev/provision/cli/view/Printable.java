package dev.provision.cli.view;

import java.util.List;
import java.util.regex.Pattern;

/// Makes text from elsewhere safe for a terminal: what a node's script writes must not be able to
/// move the cursor or change settings.
public final class Printable {
  private static final Pattern ESCAPES =
      Pattern.compile(
          "\u001b\\[[0-?]*[ -/]*[@-~]|\u001b\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|\u001b.?");
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}&&[^\t]]");

  private Printable() {}

  /// One line. Of what was written over by carriage returns, such as progress bars, the last
  /// remains.
  public static String line(String text) {
    String end = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    String last = end.substring(end.lastIndexOf('\r') + 1);
    return CONTROLS.matcher(ESCAPES.matcher(last).replaceAll("")).replaceAll("?");
  }

  /// Lines that stay together: the later ones are indented as deep as a next step.
  public static String block(String text) {
    return String.join("\n  ", lines(text));
  }

  /// Every line of a text.
  public static List<String> lines(String text) {
    List<String> lines = List.of(text.split("\n", -1));
    List<String> complete = lines.getLast().isEmpty() ? lines.subList(0, lines.size() - 1) : lines;
    return complete.stream().map(Printable::line).toList();
  }
}
