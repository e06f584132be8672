package dev.provision.library.configuration;

import java.util.Set;

/// What an `__init__.py` did, beyond what it left in the draft.
///
/// @param assigned variables that it assigned, rather than changed in place
record PythonOutcome(Set<String> assigned) {
  /// Nothing.
  static final PythonOutcome NONE = new PythonOutcome(Set.of());

  PythonOutcome {
    assigned = Set.copyOf(assigned);
  }
}
