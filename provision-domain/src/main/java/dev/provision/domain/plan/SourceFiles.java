package dev.provision.domain.plan;

import dev.provision.ports.Content;
import java.io.IOException;

/// The user's own scripts and files.
@FunctionalInterface
public interface SourceFiles {
  /// Finds a source and checks that it can be read.
  ///
  /// @param path as a bundle names it
  /// @throws IOException whose message says why it cannot be read, and what to do, without the path
  Source find(String path) throws IOException;

  /// A script or file.
  ///
  /// @param content its bytes
  /// @param mode its permission bits
  record Source(Content content, int mode) {}
}
