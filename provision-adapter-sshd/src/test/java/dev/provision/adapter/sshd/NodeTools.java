package dev.provision.adapter.sshd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The only programs that a node has: a directory of links, for its `PATH`.
public record NodeTools(Path directory) implements AutoCloseable {
  public static NodeTools in(Path parent, List<String> names) throws IOException {
    NodeTools tools = new NodeTools(Files.createDirectory(parent.resolve("tools")));
    for (String name : names) {
      tools.add(name);
    }
    return tools;
  }

  public void add(String name) throws IOException {
    Files.createSymbolicLink(directory.resolve(name), Programs.require(name));
  }

  /// A program of the node's that is none of the usual ones.
  public void replace(String name, String text) throws IOException {
    Path tool = directory.resolve(name);
    Files.deleteIfExists(tool);
    Files.writeString(tool, "#!/bin/sh\n" + text + "\n");
    if (!tool.toFile().setExecutable(true)) {
      throw new IOException(tool + " cannot be made executable");
    }
  }

  public String path() {
    return directory.toString();
  }

  /// Lest JUnit warns of each link that leads out of its directory.
  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
