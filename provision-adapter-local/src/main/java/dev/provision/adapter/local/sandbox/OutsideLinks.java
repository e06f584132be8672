package dev.provision.adapter.local.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The machine's configuration that `/etc` only links to: what lies in directories that a node does
/// not have, such as `/run`, is copied to where the link is.
///
/// Tested by `SubmountsTest`.
///
/// @param host the root of the host's file system
/// @param shown what nodes have of it
/// @param hidden what they must not see
record OutsideLinks(Path host, List<Path> shown, List<Path> hidden) {
  /// All that is copied of one link: it is meant for configuration.
  private static final long SIZE_LIMIT = 4 << 20;

  private static final int FILES_LIMIT = 500;
  private static final int DEPTH = 3;

  /// Looks for such links.
  ///
  /// @return where they lie, relative to `/etc`, and what they lead to
  Map<Path, Path> find() throws IOException {
    Map<Path, Path> found = new LinkedHashMap<>();
    if (!Files.isDirectory(host.resolve("etc"))) {
      return found;
    }
    Path etc = host.resolve("etc").toRealPath();
    Files.walkFileTree(
        etc,
        Set.of(),
        DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isSymbolicLink()) {
              int depth = file.getNameCount() - etc.getNameCount() - 1;
              outside(file, depth).ifPresent(to -> found.put(etc.relativize(file), to));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            // Not for this user's eyes, or just gone.
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  /// Copies what links lead to into a tree that lies over the host's `/etc`.
  ///
  /// @param found what [#find()] has found
  static void copy(Map<Path, Path> found, Path upper) throws IOException {
    for (Map.Entry<Path, Path> link : found.entrySet()) {
      copy(link.getValue(), upper.resolve(link.getKey()));
    }
  }

  private Optional<Path> outside(Path link, int depth) throws IOException {
    Path target = Files.readSymbolicLink(link);
    if (staysInside(target.toString(), depth)) {
      return Optional.empty();
    }
    Path named = link.resolveSibling(target).normalize();
    if (shown.stream().anyMatch(named::startsWith)) {
      return Optional.empty();
    }
    try {
      Path real = link.toRealPath();
      boolean wanted =
          shown.stream().noneMatch(real::startsWith) && hidden.stream().noneMatch(real::startsWith);
      return wanted ? Optional.of(real) : Optional.empty();
    } catch (IOException e) {
      // It leads nowhere on the machine, either.
      return Optional.empty();
    }
  }

  /// Whether the text of a link alone says that it leads to what nodes have. There are hundreds of
  /// these, and paths take their time.
  ///
  /// @param depth how many directories below `/etc` the link lies
  private static boolean staysInside(String target, int depth) {
    if (target.startsWith("/")) {
      return target.startsWith("/usr/") && !target.contains("..");
    }
    int up = 0;
    int at = 0;
    while (target.startsWith("../", at)) {
      up++;
      at += 3;
    }
    return up <= depth && target.indexOf("..", at) < 0;
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (var tree = Files.walk(from, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      all = tree.filter(Files::isRegularFile).filter(Files::isReadable).limit(FILES_LIMIT).toList();
    } catch (UncheckedIOException e) {
      // Not for this user's eyes.
      return;
    }
    long size = 0;
    for (Path file : all) {
      size += Files.size(file);
    }
    if (all.size() == FILES_LIMIT || size > SIZE_LIMIT) {
      return;
    }
    for (Path file : all) {
      Path copy = to.resolve(from.relativize(file).toString());
      Path directory = copy.getParent();
      if (directory != null) {
        RootFileSystem.directory(directory, 0755);
      }
      Files.write(copy, Files.readAllBytes(file));
      Files.setAttribute(copy, "unix:mode", (int) Files.getAttribute(file, "unix:mode") & 07777);
    }
  }
}
