package dev.provision.domain.destroy;

import dev.provision.domain.Problem;
import java.util.List;
import java.util.Optional;

/// Which nodes may be destroyed: those whose names start with one of the prefixes.
///
/// @param prefixes `DESTROYABLE_PREFIXES`
public record DestroyPolicy(List<String> prefixes) {
  /// Copies the list.
  public DestroyPolicy {
    prefixes = List.copyOf(prefixes);
  }

  /// Why a node of this name may not be destroyed; empty if it may.
  public Optional<Problem> refusal(String name) {
    if (prefixes.stream().anyMatch(name::startsWith)) {
      return Optional.empty();
    }
    String allowed =
        prefixes.isEmpty()
            ? "no destroyable prefixes are configured"
            : "destroyable prefixes: '" + String.join("', '", prefixes) + "'";
    return Optional.of(
        Problem.refused(
                "node '%s' must not be destroyed: its name does not start with a destroyable prefix"
                    .formatted(name))
            .next(
                allowed
                    + "; to allow it, add a prefix of its name to destroyable-prefixes"
                    + " (DESTROYABLE_PREFIXES) in your configuration"));
  }
}
