package dev.provision.library.configuration.secret;

import dev.provision.library.configuration.machine.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The files that a command names by their paths: it runs them, or tells what is in them.
///
/// Programs without a path are the shell's to find, and what a program runs is its own business.
record CommandFiles(Environment environment) {
  private static final String BETWEEN_WORDS = "[\\s'\"`;|&()<>={}$]+";

  /// Those of them that are there.
  Stream<Path> in(String command) {
    return Stream.of(command.split(BETWEEN_WORDS, -1))
        .filter(word -> word.contains("/") && word.indexOf('\0') < 0)
        .map(word -> environment.resolve(word, environment.workingDirectory()))
        .filter(Files::isRegularFile);
  }
}
