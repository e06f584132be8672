package dev.provision.library.configuration.secret;

import dev.provision.domain.NearNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A text in which `${env:NAME}`, `${file:PATH}` and `${command:WORDS}` stand for something secret.
///
/// `$${` is a plain `${`. A `${` without a kind and a colon behind it means nothing special, so
/// that templates of providers (`${region}`) pass through.
///
/// Tested by `SecretReferencesTest` and `ConfigurationConverterTest`.
///
/// @param parts in order
public record ReferenceText(List<Part> parts) {
  private static final Pattern START = Pattern.compile("\\$(\\$\\{)|\\$\\{([A-Za-z]+):");

  public ReferenceText {
    parts = List.copyOf(parts);
  }

  /// A piece of the text.
  sealed interface Part {}

  /// Text that stands for itself.
  record Plain(String text) implements Part {}

  /// Text that stands for something else.
  record Reference(Kind kind, String argument) implements Part {
    @Override
    public String toString() {
      return "${" + kind.word() + ":" + argument + "}";
    }
  }

  /// Where the text comes from that a reference stands for.
  enum Kind {
    ENV,
    FILE,
    COMMAND;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Reads a text.
  ///
  /// @throws IllegalArgumentException saying what is wrong with a reference in it
  public static ReferenceText parse(String text) {
    List<Part> parts = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    Matcher start = START.matcher(text);
    int at = 0;
    while (start.find(at)) {
      plain.append(text, at, start.start());
      if (start.group(1) != null) {
        plain.append("${");
        at = start.end();
        continue;
      }
      int end = closing(text, start.end());
      String argument = text.substring(start.end(), end).strip();
      if (argument.isEmpty()) {
        throw new IllegalArgumentException(
            "the reference ${" + start.group(2) + ":} is empty after the colon");
      }
      parts.add(new Plain(plain.toString()));
      parts.add(new Reference(kind(start.group(2)), argument));
      plain.setLength(0);
      at = end + 1;
    }
    plain.append(text.substring(at));
    parts.add(new Plain(plain.toString()));
    return new ReferenceText(parts.stream().filter(part -> !isNothing(part)).toList());
  }

  private static boolean isNothing(Part part) {
    return part instanceof Plain(String text) && text.isEmpty();
  }

  /// Braces within, such as those of an awk program in a command, come in pairs.
  private static int closing(String text, int from) {
    int open = 1;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{') {
        open++;
      } else if (c == '}') {
        open--;
        if (open == 0) {
          return i;
        }
      }
    }
    throw new IllegalArgumentException("a reference that begins with ${ is not closed with }");
  }

  private static Kind kind(String word) {
    List<String> words = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
      words.add(kind.word());
    }
    throw new IllegalArgumentException(
        "unknown reference ${%s:…}; %s; write $${ for a literal ${"
            .formatted(word, NearNames.advice(word, words)));
  }

  /// A text that means `literal` and nothing else.
  public static String escape(String literal) {
    return literal.replace("${", "$${");
  }

  public boolean hasReferences() {
    return parts.stream().anyMatch(Reference.class::isInstance);
  }

  /// The references in it, as they are written.
  public List<String> references() {
    return parts.stream().filter(Reference.class::isInstance).map(Part::toString).toList();
  }

  /// The text itself where it holds no references.
  public String literal() {
    return parts.stream()
        .map(part -> part instanceof Plain(String text) ? text : part.toString())
        .collect(Collectors.joining());
  }

  /// The same with other paths in the references to files, as it would be written.
  public String written(UnaryOperator<String> paths) {
    return parts.stream()
        .map(
            part ->
                switch (part) {
                  case Plain(String text) -> escape(text);
                  case Reference(Kind kind, String argument) when kind == Kind.FILE ->
                      new Reference(kind, paths.apply(argument)).toString();
                  case Reference reference -> reference.toString();
                })
        .collect(Collectors.joining());
  }
}
