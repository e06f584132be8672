package dev.provision.ports.shell;

import java.util.List;

/// What was put back on a node.
///
/// @param set the ID of the set
/// @param paths what was done with each path
public record UndoReport(String set, List<UndonePath> paths) {
  /// Copies the list.
  public UndoReport {
    paths = List.copyOf(paths);
  }

  /// Whether everything is as it was before the run.
  public boolean ok() {
    return paths.stream()
        .noneMatch(path -> path.outcome() == Outcome.CHANGED || path.outcome() == Outcome.FAILED);
  }

  /// A path that the run has changed.
  ///
  /// @param path absolute, on the node
  /// @param outcome what was done
  /// @param reason human-readable, if that failed; or empty
  public record UndonePath(String path, Outcome outcome, String reason) {}

  /// What was done with a path.
  public enum Outcome {
    /// It is as it was before.
    RESTORED,
    /// It was new, and is removed.
    REMOVED,
    /// It already was as before.
    SAME,
    /// It is no longer as the run left it, or the run was interrupted there, so nothing of the set
    /// is put back.
    CHANGED,
    /// It could not be put back.
    FAILED
  }
}
