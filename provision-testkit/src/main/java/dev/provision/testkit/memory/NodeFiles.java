package dev.provision.testkit.memory;

import dev.provision.testkit.memory.undo.PathState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The files of a node in memory. Paths are absolute.
///
/// Tested by `InMemoryShellContractTest`.
public final class NodeFiles {
  private static final int OPEN_DIRECTORY = 0755;

  private final Map<String, StoredFile> files = new LinkedHashMap<>();
  private final Map<String, Integer> directories = new TreeMap<>();
  private final Map<String, String> links = new TreeMap<>();

  NodeFiles() {}

  /// The file at this path, if there is one.
  public synchronized Optional<StoredFile> file(String path) {
    return Optional.ofNullable(files.get(path));
  }

  /// The paths of all files, in the order they came.
  public synchronized List<String> paths() {
    return List.copyOf(files.keySet());
  }

  /// The paths of all directories that were made, in alphabetical order.
  public synchronized List<String> directories() {
    return List.copyOf(directories.keySet());
  }

  /// The permission bits of a directory that was made, if there is one at this path.
  public synchronized OptionalInt directoryMode(String path) {
    Integer mode = directories.get(path);
    return mode == null ? OptionalInt.empty() : OptionalInt.of(mode);
  }

  /// Where the symbolic link at this path leads, if there is one.
  public synchronized Optional<String> link(String path) {
    return Optional.ofNullable(links.get(path));
  }

  /// Puts a file of root's, as a script may do; missing directories are made.
  ///
  /// @throws IllegalArgumentException if a directory is in its place, or a file in a directory's
  public synchronized void put(String path, byte[] bytes, int mode) {
    Optional<String> why = put(path, new StoredFile("root", mode, bytes), OPEN_DIRECTORY);
    if (why.isPresent()) {
      throw new IllegalArgumentException(path + ": " + why.get());
    }
  }

  /// Makes a directory and those above it, unless they are there.
  ///
  /// @throws IllegalArgumentException if a file is in its place
  public synchronized void makeDirectory(String path) {
    Optional<String> why = makeDirectories(path, OPEN_DIRECTORY);
    if (why.isPresent()) {
      throw new IllegalArgumentException(path + ": " + why.get());
    }
  }

  /// Makes a directory with this mode unless it is there, or says why that cannot be.
  synchronized Optional<String> makeDirectory(String path, int mode) {
    return makeDirectories(path, mode);
  }

  /// Removes a file, if it is there.
  public synchronized void delete(String path) {
    files.remove(path);
  }

  /// Puts a file, or says why that cannot be.
  synchronized Optional<String> put(String path, StoredFile file, int directoryMode) {
    if (isDirectory(path)) {
      return Optional.of("it is a directory");
    }
    Optional<String> obstacle = makeDirectories(parent(path), directoryMode);
    if (obstacle.isEmpty()) {
      links.remove(path);
      files.put(path, file);
    }
    return obstacle;
  }

  /// The paths of all that is below a directory, the deepest last.
  synchronized List<String> below(String directory) {
    return Stream.of(files, directories, links)
        .flatMap(kind -> kind.keySet().stream())
        .filter(path -> path.startsWith(directory + "/"))
        .sorted()
        .toList();
  }

  /// Gives a directory this mode, and makes it if need be.
  synchronized Optional<String> putDirectory(String path, int mode) {
    Optional<String> obstacle = makeDirectories(path, mode);
    if (obstacle.isEmpty()) {
      directories.put(path, mode);
    }
    return obstacle;
  }

  /// Puts a link in the place of another one, or of a file.
  synchronized void putLink(String path, String target) {
    files.remove(path);
    links.put(path, target);
  }

  /// Removes whatever is at this path, and all that is below it.
  ///
  /// @return how much that was
  synchronized int removeAll(String path) {
    List<String> gone = new ArrayList<>(below(path));
    gone.add(path);
    int before = files.size() + directories.size() + links.size();
    gone.forEach(files::remove);
    gone.forEach(directories::remove);
    gone.forEach(links::remove);
    return before - files.size() - directories.size() - links.size();
  }

  /// All that is there, except for what the host remembers itself.
  synchronized Map<String, PathState> states() {
    Map<String, PathState> states = new TreeMap<>();
    files.forEach(
        (path, file) ->
            states.put(path, new PathState(file + ":" + file.text(), () -> restore(path, file))));
    directories.forEach(
        (path, mode) ->
            states.put(path, new PathState("directory " + mode, () -> putDirectory(path, mode))));
    links.forEach(
        (path, to) -> states.put(path, new PathState("link " + to, () -> putLink(path, to))));
    states.keySet().removeIf(path -> path.contains("/provision/"));
    return states;
  }

  private void restore(String path, StoredFile file) {
    put(path, file, OPEN_DIRECTORY);
  }

  synchronized boolean exists(String path) {
    return files.containsKey(path) || links.containsKey(path) || isDirectory(path);
  }

  synchronized boolean isDirectory(String path) {
    return directories.containsKey(path) || path.equals("/");
  }

  private Optional<String> makeDirectories(String path, int mode) {
    List<String> missing = new ArrayList<>();
    for (String one = path; !isDirectory(one) && !one.isEmpty(); one = parent(one)) {
      if (files.containsKey(one) || links.containsKey(one)) {
        return Optional.of(one + " is not a directory");
      }
      missing.add(one);
    }
    // As everywhere, those above are for all to read.
    missing.forEach(one -> directories.put(one, one.equals(path) ? mode : OPEN_DIRECTORY));
    return Optional.empty();
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
