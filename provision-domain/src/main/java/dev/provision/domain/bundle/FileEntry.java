package dev.provision.domain.bundle;

import java.util.Optional;

/// A file of a bundle.
///
/// @param target absolute path on the node
/// @param source absolute path on this machine
/// @param mode permission bits; empty means those of the source, or 0600 if it is secret
/// @param owner `USER`, `USER:GROUP` or `:GROUP`; empty leaves that to the login
/// @param text whether it is a template
/// @param lineEnds what is done about its line ends; [LineEnds#CHECKED] leaves them
/// @param secret whether its content is shown nowhere
/// @param only on which nodes it is put
public record FileEntry(
    String target,
    String source,
    Optional<Integer> mode,
    Optional<String> owner,
    FileText text,
    LineEnds lineEnds,
    boolean secret,
    SystemFilter only)
    implements BundleEntry {
  /// A file that is sent as it is.
  public FileEntry(String target, String source, Optional<Integer> mode, Optional<String> owner) {
    this(target, source, mode, owner, FileText.VERBATIM, LineEnds.CHECKED, false, SystemFilter.ALL);
  }

  /// A file with the permissions of its source.
  public FileEntry(String target, String source) {
    this(target, source, Optional.empty(), Optional.empty());
  }
}
