package dev.provision.cli.output;

/// What this program tells a terminal to do: all of it.
public enum CursorControl {
  /// Back to the beginning of the line.
  LINE_START("\r"),
  /// What stands from the cursor to the line's end goes away.
  CLEAR_TO_END("\u001b[K"),
  /// One line up.
  UP("\u001b[A");

  private final String sequence;

  CursorControl(String sequence) {
    this.sequence = sequence;
  }

  String sequence() {
    return sequence;
  }
}
