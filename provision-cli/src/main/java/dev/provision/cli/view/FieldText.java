package dev.provision.cli.view;

import dev.provision.cli.output.VisibleText;
import java.util.List;

/// Fields with their values, and lists below them, for people.
final class FieldText {
  private final StringBuilder text = new StringBuilder();
  private final int width;

  /// @param width of the fields' names
  FieldText(int width) {
    this.width = width;
  }

  void field(String name, String value) {
    text.append(name)
        .repeat(' ', width - name.length())
        .append(VisibleText.line(value))
        .append('\n');
  }

  /// @param lines as they are
  void section(String name, List<String> lines) {
    text.append(name).append(lines.isEmpty() ? ": none\n" : ":\n");
    lines.forEach(line -> text.append("  ").append(line).append('\n'));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
