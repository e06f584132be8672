package dev.provision.domain.plan;

import java.util.List;
import java.util.Optional;

/// Plans for nodes that belong together: all ask for the same image, size and location, and log in
/// by the same key. A [Planner] makes them, at least one.
public final class FleetPlan {
  private final List<DeployPlan> plans;

  FleetPlan(List<DeployPlan> plans) {
    if (plans.isEmpty()) {
      throw new IllegalArgumentException("a fleet without nodes");
    }
    DeployPlan first = plans.getFirst();
    for (DeployPlan plan : plans) {
      if (!plan.image().equals(first.image())
          || !plan.size().equals(first.size())
          || !plan.location().equals(first.location())
          || !plan.sshKey().equals(first.sshKey())) {
        throw new IllegalArgumentException(
            "the plans of '%s' and '%s' are for different fleets"
                .formatted(first.name(), plan.name()));
      }
    }
    this.plans = List.copyOf(plans);
  }

  /// A plan for each node, in order.
  public List<DeployPlan> plans() {
    return plans;
  }

  /// The first one: what it asks for, all ask for.
  public DeployPlan first() {
    return plans.getFirst();
  }

  /// The nodes' names, in order.
  public List<String> names() {
    return plans.stream().map(DeployPlan::name).toList();
  }

  /// The private key that all log in by; empty if the user's usual ones are tried.
  public Optional<String> sshKey() {
    return first().sshKey();
  }
}
