package dev.provision.library.validation;

import dev.provision.domain.Problem;
import java.util.List;

/// What a check of a configuration found.
///
/// @param problems all that is wrong, each at its place where that is known
/// @param warnings about what is probably not meant
/// @param directories the configuration directories that were read, as messages name them
/// @param bundles the names of the bundles that were checked; built-in ones are not
/// @param accounts the names of the accounts that were checked
public record Validation(
    List<Problem> problems,
    List<String> warnings,
    List<String> directories,
    List<String> bundles,
    List<String> accounts) {
  /// Copies the lists.
  public Validation {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    directories = List.copyOf(directories);
    bundles = List.copyOf(bundles);
    accounts = List.copyOf(accounts);
  }

  /// Whether nothing is wrong.
  public boolean isValid() {
    return problems.isEmpty();
  }
}
