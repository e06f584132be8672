package dev.provision.ports.step;

import java.util.List;
import java.util.Optional;

/// Installs a directory with everything in it. Missing directories are created with mode 0755.
///
/// Each file is written under another name, and renamed into place: readers see the old file or the
/// new one, never a part. A file whose content, mode, and owner are correct is not touched. Files
/// and symbolic links replace each other, and no link below the target is followed. Anything else
/// that has the name of an entry, such as a directory where a file belongs, is replaced only with
/// `delete`; otherwise the step fails before it changes anything, and names it.
///
/// With `delete`, everything below the target that is no entry is removed, except for mount points
/// and what matches a pattern of `keep`, with the directories that they are in.
///
/// For the target itself, the rules of [PutFile] apply: a symbolic link to a directory is followed
/// and kept, unless others can change it.
///
/// @param target absolute path on the node; any characters except NUL
/// @param entries what is in it, each once, after the directory that contains it
/// @param delete whether everything else in it is removed
/// @param keep patterns of what `delete` does not remove, as [PathPattern] reads them
/// @param owner of the entries, and of the target if the step creates it: `USER`, `USER:GROUP` or
///   `:GROUP`; empty: the login user
public record PutDirectory(
    String target,
    List<DirectoryEntry> entries,
    boolean delete,
    List<PathPattern> keep,
    Optional<String> owner)
    implements Step {

  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException if an entry appears twice, or before the directory that
  ///   contains it
  public PutDirectory {
    entries = List.copyOf(entries);
    keep = List.copyOf(keep);
    DirectoryEntry.requireOrder(entries);
  }
}
