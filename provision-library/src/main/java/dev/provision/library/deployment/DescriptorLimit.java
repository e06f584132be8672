package dev.provision.library.deployment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// How many files this process may have open; each connection is one, too.
///
/// @param self where the kernel tells of this process; `/proc/self` but in tests
record DescriptorLimit(Path self) {
  /// A node of the provider `local` takes the most: both ends of its connection, and five pipes for
  /// each command.
  private static final int EACH_NODE = 16;

  /// For JARs, selectors and what else the Java runtime opens sooner or later.
  private static final int RESERVE = 24;

  /// How many nodes may be worked on at a time, at least 1; empty where nobody can tell, or all
  /// that anybody asks for.
  OptionalInt nodesAtATime() {
    try {
      int free = limit() - used() - RESERVE;
      return OptionalInt.of(Math.max(1, free / EACH_NODE));
    } catch (IOException | NumberFormatException e) {
      return OptionalInt.empty(); // no Linux, or no limit
    }
  }

  /// How many there may be.
  int limit() throws IOException {
    byte[] limits = Files.readAllBytes(self.resolve("limits"));
    String soft =
        new String(limits, StandardCharsets.US_ASCII)
            .lines()
            .filter(line -> line.startsWith("Max open files "))
            .map(line -> line.substring("Max open files ".length()).strip().split(" ", 2)[0])
            .findFirst()
            .orElseThrow(() -> new IOException("no limit on open files"));
    return Integer.parseInt(soft);
  }

  private int used() throws IOException {
    try (Stream<Path> open = Files.list(self.resolve("fd"))) {
      return (int) open.count();
    }
  }
}
