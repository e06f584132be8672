package dev.provision.domain.template;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// A script as it stands in a configuration directory, ready to have its variables filled in.
///
/// The first match of `#.+provision-template-type:\W*([\w-]+)` in the text, in the sense of
/// Python's `re`, names the language: `format-string` or `template-string`. Without a match the
/// script is [VerbatimScript]. Line endings are left alone everywhere.
public sealed interface Template permits FormatString, TemplateString, VerbatimScript {
  /// The longest text that is rendered, in UTF-16 units: a slip such as a variable that is a large
  /// file, used a thousand times, is an error and does not fill the memory.
  int MAX_LENGTH = 50_000_000;

  /// Python's `str.format`.
  String FORMAT_STRING = "format-string";

  /// Python's `string.Template`.
  String TEMPLATE_STRING = "template-string";

  /// The template in a text.
  ///
  /// @throws TemplateException if the marker names another language, at that name's place
  static Template of(String text) throws TemplateException {
    Optional<TemplateMarker> marker = TemplateMarker.find(text);
    return marker.isEmpty() ? new VerbatimScript(text) : marker.get().template(text);
  }

  /// The template in a file's content. Without a marker its bytes may be anything.
  ///
  /// @throws TemplateException if the marker names another language, or if there is one and the
  ///   rest is not UTF-8
  static Template of(byte[] content) throws TemplateException {
    Optional<TemplateMarker> marker =
        TemplateMarker.find(new String(content, StandardCharsets.UTF_8));
    return marker.isEmpty()
        ? new VerbatimScript(content)
        : marker.get().template(Utf8.decode(content));
  }

  /// A template of this type, whether or not it has a marker.
  ///
  /// @param type [#FORMAT_STRING] or [#TEMPLATE_STRING]
  /// @throws TemplateException if it is not UTF-8
  static Template of(byte[] content, String type) throws TemplateException {
    return new TemplateMarker(type, 0).template(Utf8.decode(content));
  }

  /// The text with the variables filled in.
  ///
  /// @param variables value by name
  /// @throws TemplateException at the first mistake, which may be a variable that is not there
  String render(Map<String, String> variables) throws TemplateException;

  /// What a node gets: the rendered text in UTF-8, or the very bytes of a script without a marker.
  ///
  /// @param variables value by name
  /// @throws TemplateException as [#render] does, and if a value holds half a surrogate pair
  default byte[] renderBytes(Map<String, String> variables) throws TemplateException {
    return Utf8.encode(render(variables));
  }

  /// Its type, as a header names it; empty where nothing is filled in.
  default Optional<String> type() {
    return switch (this) {
      case FormatString _ -> Optional.of(FORMAT_STRING);
      case TemplateString _ -> Optional.of(TEMPLATE_STRING);
      case VerbatimScript _ -> Optional.empty();
    };
  }

  /// The text before anything is filled in.
  String text();
}
