package dev.provision.library.configuration.python;

import java.util.Set;

/// What an `__init__.py` did, beyond what it left in the draft.
///
/// @param assigned variables that it assigned, rather than changed in place
public record PythonOutcome(Set<String> assigned) {
  /// Nothing.
  public static final PythonOutcome NONE = new PythonOutcome(Set.of());

  public PythonOutcome {
    assigned = Set.copyOf(assigned);
  }
}
