package dev.provision.it;

import dev.provision.it.StyleTest.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Texts in sources that people read: string literals of all modules, which may become messages,
/// the ports' Javadoc, and the schema of `provision.yaml`, which editors show. Text blocks hold
/// programs in other languages, and are left out.
final class SourceTexts {
  private static final String LITERAL = "\"(?:[^\"\\\\\\n]|\\\\.)*+\"";

  /// What may hold quotation marks comes first: text blocks, comments, characters.
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?s)\"\"\".*?(?<!\\\\)\"\"\"|//[^\\n]*+|'(?:[^'\\\\\\n]|\\\\.)++'|(?<text>"
              + LITERAL
              + "(?:\\s*+\\+\\s*+"
              + LITERAL
              + ")*+)");

  private static final Pattern JAVADOC = Pattern.compile("(?m)(?:^ *///.*\\n)+");

  private static final String SCHEMA =
      "provision-library/src/main/resources/dev/provision/library/configuration/provision.schema.json";

  private SourceTexts() {}

  static List<Text> of(Path project) throws IOException {
    List<Text> texts = new ArrayList<>();
    texts.add(new Text(SCHEMA, 1, Files.readString(project.resolve(SCHEMA))));
    for (Path source : sources(project)) {
      String place = project.relativize(source).toString();
      String content = Files.readString(source);
      texts.addAll(literals(place, content));
      if (place.startsWith("provision-ports/")) {
        comments(place, content).stream()
            .map(text -> new Text(place, text.line(), StyleTest.prose(text.content())))
            .forEach(texts::add);
      }
    }
    return texts;
  }

  private static List<Path> sources(Path project) throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(project)) {
      for (Path module : modules.sorted().toList()) {
        Path main = module.resolve("src/main/java");
        if (Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }

  /// Literals joined by `+` are one text, on the line of the first one.
  static List<Text> literals(String place, String source) {
    return TOKEN
        .matcher(source)
        .results()
        .filter(token -> token.group("text") != null)
        .map(token -> new Text(place, line(source, token.start()), joined(token.group("text"))))
        .toList();
  }

  private static String joined(String literals) {
    return Pattern.compile(LITERAL)
        .matcher(literals)
        .results()
        .map(MatchResult::group)
        .map(one -> one.substring(1, one.length() - 1))
        .collect(Collectors.joining())
        .replace("\\n", " ");
  }

  static List<Text> comments(String place, String source) {
    List<Text> texts = new ArrayList<>();
    Matcher javadoc = JAVADOC.matcher(source);
    while (javadoc.find()) {
      String content = javadoc.group().replaceAll("(?m)^ *///", "");
      texts.add(new Text(place, line(source, javadoc.start()), content));
    }
    return texts;
  }

  private static int line(String source, int at) {
    return 1 + (int) source.chars().limit(at).filter(c -> c == '\n').count();
  }
}
