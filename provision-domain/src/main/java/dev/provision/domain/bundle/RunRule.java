package dev.provision.domain.bundle;

import java.util.List;

/// When a script runs.
public sealed interface RunRule {
  /// Whenever its bundle is applied.
  record Always() implements RunRule {}

  /// Until it has succeeded on the node with the same content.
  record Once() implements RunRule {}

  /// If something before it has changed since it last succeeded.
  ///
  /// @param targets what that is; empty: whatever of its bundle comes before it
  record IfChanged(List<String> targets) implements RunRule {
    /// Copies the list.
    public IfChanged {
      targets = List.copyOf(targets);
    }
  }
}
