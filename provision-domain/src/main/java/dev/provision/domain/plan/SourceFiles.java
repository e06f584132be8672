package dev.provision.domain.plan;

import dev.provision.ports.Content;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PathPattern;
import java.io.IOException;
import java.util.List;

/// The user's own scripts and files.
public interface SourceFiles {
  /// Finds a source and checks that it can be read.
  ///
  /// @param path as a bundle names it
  /// @throws IOException whose message says why it cannot be read, and what to do, without the path
  Source find(String path) throws IOException;

  /// Finds everything in a directory, parents first, in the order of names.
  ///
  /// @param path as a bundle names it
  /// @param exclude what is passed over, with everything in it
  /// @param links whether symbolic links are taken as links; otherwise one is an error
  /// @throws IOException whose message says what cannot be sent, and what to do, without the path
  List<DirectoryEntry> tree(String path, List<PathPattern> exclude, boolean links)
      throws IOException;

  /// A script or file.
  ///
  /// @param content its bytes
  /// @param mode its permission bits
  record Source(Content content, int mode) {}
}
