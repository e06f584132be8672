package dev.provision.testkit.memory.trust;

import dev.provision.ports.shell.HostKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A file in OpenSSH's `known_hosts` format, as far as a simulation needs it: plain names, without
/// patterns, hashes and markers.
///
/// @param path the file
record KnownHostsFile(Path path) {
  /// A key of a host, and where that stands.
  record Line(HostKey key, String place) {}

  List<Line> of(String name) throws IOException {
    List<Line> found = new ArrayList<>();
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      if (names(lines.get(i), name)) {
        String key = lines.get(i).split("\\s+", 2)[1];
        found.add(new Line(HostKey.parse(key), path + ":" + (i + 1)));
      }
    }
    return found;
  }

  private List<String> lines() throws IOException {
    try {
      return Files.readAllLines(path);
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  private static boolean names(String line, String name) {
    String[] parts = line.strip().split("\\s+", 2);
    return parts.length == 2 && Arrays.asList(parts[0].split(",", -1)).contains(name);
  }

  void add(String name, HostKey key) throws IOException {
    makeDirectory();
    Files.writeString(
        path, name + " " + key + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /// Makes this key the only one of the host.
  void replace(String name, HostKey key) throws IOException {
    List<String> others =
        new ArrayList<>(lines().stream().filter(line -> !names(line, name)).toList());
    others.add(name + " " + key);
    makeDirectory();
    Files.write(path, others);
  }

  private void makeDirectory() throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
  }
}
