package dev.provision.domain.template;

/// A template cannot be rendered. The message is `LINE:COLUMN: REASON`; a caller who knows the file
/// puts its name and a colon in front.
public final class TemplateException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;
  private final String reason;

  TemplateException(int line, int column, String reason) {
    super(line + ":" + column + ": " + reason);
    this.line = line;
    this.column = column;
    this.reason = reason;
  }

  /// Line of the template, from 1; a line ends at a line feed.
  public int line() {
    return line;
  }

  /// Column in code points, from 1.
  public int column() {
    return column;
  }

  /// What is wrong, on one line.
  public String reason() {
    return reason;
  }
}
