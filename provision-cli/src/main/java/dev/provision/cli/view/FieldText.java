package dev.provision.cli.view;

import dev.provision.cli.output.VisibleText;
import java.util.List;

/// Fields with their values, and lists below them, for people.
public final class FieldText {
  private final StringBuilder text = new StringBuilder();
  private final int width;

  /// Text without fields yet.
  ///
  /// @param width of the fields' names
  public FieldText(int width) {
    this.width = width;
  }

  /// Adds a field.
  public void field(String name, String value) {
    text.append(name)
        .repeat(' ', width - name.length())
        .append(VisibleText.line(value))
        .append('\n');
  }

  /// Adds a list.
  ///
  /// @param lines as they are
  public void section(String name, List<String> lines) {
    text.append(name).append(lines.isEmpty() ? ": none\n" : ":\n");
    lines.forEach(line -> text.append("  ").append(line).append('\n'));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
