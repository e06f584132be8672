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
        prefixes.isEmpty() ? "no prefix is" : "only '" + String.join("', '", prefixes) + "' are";
    return Optional.of(
        Problem.refused(
                "node '%s' may not be destroyed: its name starts with no destroyable prefix"
                    .formatted(name))
            .next(
                allowed
                    + " set: add one to destroyable-prefixes (DESTROYABLE_PREFIXES) in your"
                    + " configuration if it is meant to be"));
  }
}
