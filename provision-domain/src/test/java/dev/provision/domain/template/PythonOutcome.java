package dev.provision.domain.template;

/// What Python made of a template.
sealed interface PythonOutcome {
  /// Whether our reason is that of Python's error.
  ///
  /// @param wording whether Python's message must be in it, first letter aside
  boolean explains(String reason, boolean wording);

  /// It gave a text.
  record Text(String text) implements PythonOutcome {
    @Override
    public boolean explains(String reason, boolean wording) {
      return false;
    }
  }

  /// It raised an exception.
  record Raised(String type, String message) implements PythonOutcome {
    @Override
    public boolean explains(String reason, boolean wording) {
      return switch (type) {
        case "KeyError" ->
            // The message is the key as repr() writes it; we cut a long one.
            reason.startsWith("no variable named " + (message.length() < 60 ? message : ""));
        case "IndexError" -> reason.contains("index") && reason.contains(wording());
        case "TypeError" -> reason.contains("string indices must be integers");
        case "AttributeError" -> reason.contains("attributes are not supported");
        case "ValueError" -> !wording || reason.contains(wording());
        default -> false;
      };
    }

    /// The message as we write it: in small letters, an invalid spec shortened, DEL visible.
    private String wording() {
      String known =
          message.startsWith("Invalid format specifier")
              ? "Invalid format specifier"
              : message.replace("\u007f", "\\x7f");
      int end = known.endsWith(".") ? known.length() - 1 : known.length();
      return Character.toLowerCase(known.charAt(0)) + known.substring(1, end);
    }
  }
}
