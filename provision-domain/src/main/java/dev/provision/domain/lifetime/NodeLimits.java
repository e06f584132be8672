package dev.provision.domain.lifetime;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import java.util.List;
import java.util.Optional;

/// What keeps a mistake from costing much money.
///
/// @param ttl how long new nodes live, if that is set
/// @param maxNodes how many nodes of Provision's the account may have, if that is set
public record NodeLimits(Optional<TimeToLive> ttl, Optional<Integer> maxNodes) {
  /// No limits.
  public static final NodeLimits NONE = new NodeLimits(Optional.empty(), Optional.empty());

  private static final int NAMED = 5;

  /// These, and the others where these say nothing.
  public NodeLimits or(NodeLimits others) {
    return new NodeLimits(ttl.or(others::ttl), maxNodes.or(others::maxNodes));
  }

  /// How long new nodes live.
  public TimeToLive timeToLive() {
    return ttl.orElse(TimeToLive.NONE);
  }

  /// Makes sure that so many nodes may be created beside those that exist.
  ///
  /// @param existing their names
  /// @throws ProblemsException if there would be too many
  public void check(List<String> existing, int wanted) {
    if (maxNodes.isPresent() && existing.size() + (long) wanted > maxNodes.get()) {
      throw new ProblemsException(refusal(existing, wanted, maxNodes.get()));
    }
  }

  private static Problem refusal(List<String> existing, int wanted, int most) {
    String there =
        existing.isEmpty()
            ? ""
            : "%s %s (%s), and "
                .formatted(
                    existing.size(), existing.size() == 1 ? "exists" : "exist", named(existing));
    return Problem.refused(
            "max-nodes is %s: %sthis command would create %s".formatted(most, there, wanted))
        .next(
            "create fewer nodes, destroy some with destroy-node, or allow more with --max-nodes %s"
                .formatted(existing.size() + (long) wanted));
  }

  private static String named(List<String> existing) {
    String first = String.join(", ", existing.subList(0, Math.min(NAMED, existing.size())));
    return existing.size() > NAMED ? first + ", …" : first;
  }
}
