package dev.provision.ports.shell;

import java.util.Optional;

/// Which kept files are put back, and when that is refused.
///
/// @param set the ID of a set; empty: the newest one that has not been undone
/// @param force whether to put back files that are no longer as the run left them
/// @param dryRun whether nothing is changed, and the report says what would be done
/// @param whenBusy what to do while a run is in progress on the node
public record UndoRequest(Optional<String> set, boolean force, boolean dryRun, WhenBusy whenBusy) {
  /// @throws IllegalArgumentException if the ID has other characters than letters, digits and `-`
  public UndoRequest {
    if (!set.orElse("0").matches("[A-Za-z0-9-]+")) {
      throw new IllegalArgumentException("'" + set.orElseThrow() + "' is not the ID of a set");
    }
  }
}
