package dev.provision.library.configuration.machine;

import dev.provision.domain.plan.SourceFiles;
import dev.provision.ports.Content;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PathPattern;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Scripts and files of this machine's file system, and those that Provision brings along, whose
/// paths begin with `builtin:`.
public final class FileSources implements SourceFiles {
  private static final String BUILT_IN = "builtin:";
  private static final Pattern BUILT_IN_NAME =
      Pattern.compile("builtin:([a-z0-9-]+/[A-Za-z0-9][A-Za-z0-9._-]*)");

  private final TrustedDirectories trusted;

  /// Files in no configuration directory.
  public FileSources() {
    this(List.of(), Map.of());
  }

  /// @param directories the configuration directories: in them, what others can change is refused
  /// @param variables the environment, which says on whose behalf root works
  public FileSources(List<Path> directories, Map<String, String> variables) {
    trusted = new TrustedDirectories(directories, variables);
  }

  public static boolean isBuiltIn(String path) {
    return path.startsWith(BUILT_IN);
  }

  /// {@inheritDoc}
  ///
  /// The mode holds the nine permission bits of the file, or 0644 where the file system has none.
  @Override
  public Source find(String path) throws IOException {
    if (isBuiltIn(path)) {
      return builtIn(path);
    }
    Path file = EquivalentName.existing(Path.of(path));
    TextFile.checkReadable(file);
    trusted.check(file);
    return new Source(content(file), mode(file));
  }

  /// {@inheritDoc}
  ///
  /// Sockets, pipes, and devices are errors, because nobody can send them.
  @Override
  public List<DirectoryEntry> tree(String path, List<PathPattern> exclude, boolean links)
      throws IOException {
    Path root = EquivalentName.existing(Path.of(path));
    if (!Files.isDirectory(root)) {
      throw new IOException(
          Files.exists(root) ? "is not a directory" : "does not exist; create the directory");
    }
    trusted.check(root);
    return new DirectoryWalk(root, exclude, links, trusted).entries();
  }

  private static Source builtIn(String path) throws IOException {
    var name = BUILT_IN_NAME.matcher(path);
    if (name.matches()) {
      try (InputStream stream = FileSources.class.getResourceAsStream("builtin/" + name.group(1))) {
        if (stream != null) {
          int mode = path.endsWith(".sh") ? 0755 : 0644;
          return new Source(Content.of(stream.readAllBytes()), mode);
        }
      }
    }
    throw new IOException("is not one of the files included in Provision");
  }

  static int mode(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return 0644;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    int mode = 0;
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      mode = mode << 1 | (permissions.contains(permission) ? 1 : 0);
    }
    return mode;
  }

  static Content content(Path file) {
    return new FileContent(file);
  }

  /// A file, read from its start each time.
  private record FileContent(Path file) implements Content {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }

    @Override
    public long size() throws IOException {
      return Files.size(file);
    }
  }
}
