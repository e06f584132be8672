package dev.provision.testkit.cloud;

import java.util.List;
import java.util.Optional;

/// What the contract's tests see of a node's files, and put there beforehand, other than by the
/// adapter's steps. Paths are absolute.
public interface NodeView {
  /// The permission bits of the file or directory at this path, if there is one.
  Optional<Integer> mode(String path);

  /// What is in a file.
  byte[] content(String path);

  /// The paths of all files and directories below a directory, in alphabetical order.
  List<String> tree(String directory);

  /// Puts a file into a directory that exists; mode 0644.
  void put(String path, byte[] content);

  /// Makes a directory and those above it.
  void makeDirectory(String path);
}
