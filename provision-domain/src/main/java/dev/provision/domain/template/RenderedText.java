package dev.provision.domain.template;

/// Collects a rendered text, and refuses one that would fill the memory.
final class RenderedText {
  private final String template;
  private final StringBuilder text = new StringBuilder();

  /// @param template for the place of an error
  RenderedText(String template) {
    this.template = template;
  }

  /// Adds a piece that comes from a place in the template.
  ///
  /// @throws TemplateException if the text would become too long
  void append(String piece, int offset) throws TemplateException {
    if (piece.length() > Template.MAX_LENGTH - text.length()) {
      throw new TextPosition(template, offset)
          .error("the rendered text would be longer than " + Template.MAX_LENGTH + " characters");
    }
    text.append(piece);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
