package dev.provision.domain.bundle;

import dev.provision.ports.step.PathPattern;
import java.util.List;
import java.util.Optional;

/// A directory of a bundle, with everything in it.
///
/// @param target absolute path on the node
/// @param source absolute path on this machine
/// @param exclude what of the source is not sent, and what of the target is not deleted
/// @param delete whether everything else in the target is removed
/// @param links whether symbolic links are sent as links; otherwise one is an error
/// @param owner `USER`, `USER:GROUP` or `:GROUP`; empty leaves that to the login
/// @param only on which nodes it is put
public record TreeEntry(
    String target,
    String source,
    List<PathPattern> exclude,
    boolean delete,
    boolean links,
    Optional<String> owner,
    SystemFilter only)
    implements BundleEntry {
  /// Copies the list.
  public TreeEntry {
    exclude = List.copyOf(exclude);
  }
}
