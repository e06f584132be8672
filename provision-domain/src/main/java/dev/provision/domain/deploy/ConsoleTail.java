package dev.provision.domain.deploy;

import java.util.List;

/// The end of a console's text, as much as a person reads.
final class ConsoleTail {
  private static final int LINES = 20;
  private static final int LINE = 500;

  private ConsoleTail() {}

  /// The last lines that are not blank, each cut to a length that can be read.
  static String of(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
        .map(line -> line.length() > LINE ? line.substring(0, LINE) : line)
        .reduce((before, line) -> before + "\n" + line)
        .orElse("");
  }
}
