package dev.provision.library.configuration.machine;

import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PathPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Everything in a directory of this machine, as a node gets it. Tested by `BundleStepsYamlTest`.
final class DirectoryWalk {
  private final Path root;
  private final List<PathPattern> exclude;
  private final boolean links;
  private final TrustedDirectories trusted;
  private final List<DirectoryEntry> entries = new ArrayList<>();

  /// @param exclude what is passed over
  /// @param links whether symbolic links are taken
  /// @param trusted what others can change is refused
  DirectoryWalk(Path root, List<PathPattern> exclude, boolean links, TrustedDirectories trusted) {
    this.root = root;
    this.exclude = List.copyOf(exclude);
    this.links = links;
    this.trusted = trusted;
  }

  /// Parents first, in the order of names.
  ///
  /// @throws IOException whose message names what cannot be sent
  List<DirectoryEntry> entries() throws IOException {
    entries.add(new DirectoryEntry.Directory(".", FileSources.mode(root)));
    directory(root, "");
    return entries;
  }

  private void directory(Path directory, String prefix) throws IOException {
    List<Path> all;
    try (Stream<Path> children = Files.list(directory)) {
      all = children.sorted().toList();
    } catch (IOException e) {
      throw new IOException(named(prefix) + "cannot be listed; check its permissions", e);
    }
    for (Path path : all) {
      String name = prefix + path.getFileName();
      if (exclude.stream().noneMatch(pattern -> pattern.matches(name))) {
        entry(path, name);
      }
    }
  }

  private void entry(Path path, String name) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isSymbolicLink()) {
      if (!links) {
        throw new IOException(
            named(name)
                + "is a symbolic link; exclude it, replace it with a copy, or set 'links: keep'");
      }
      entries.add(new DirectoryEntry.Link(name, Files.readSymbolicLink(path).toString()));
    } else if (attributes.isDirectory()) {
      entries.add(new DirectoryEntry.Directory(name, FileSources.mode(path)));
      directory(path, name + "/");
    } else if (attributes.isRegularFile()) {
      try {
        TextFile.checkReadable(path);
      } catch (IOException e) {
        throw new IOException(named(name) + e.getMessage(), e);
      }
      trusted.check(path);
      entries.add(new DirectoryEntry.File(name, FileSources.content(path), FileSources.mode(path)));
    } else {
      throw new IOException(named(name) + "is a socket, a pipe, or a device; exclude it");
    }
  }

  private static String named(String name) {
    return name.isEmpty() ? "" : name + " ";
  }
}
