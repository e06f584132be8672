package dev.provision.domain.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Plans for nodes that belong together: all ask for the same image, size and location, and log in
/// by the same key. A [Planner] makes them, at least one; or they were saved.
public final class FleetPlan {
  private final List<DeployPlan> plans;
  private final Optional<String> digest;

  FleetPlan(List<DeployPlan> plans) {
    this(plans, Optional.empty());
  }

  /// Plans that were saved, or some of them.
  ///
  /// @param digest that of all that were saved together
  /// @throws IllegalArgumentException if there are none, or if they do not belong together
  public static FleetPlan saved(List<DeployPlan> plans, String digest) {
    Set<String> names = new HashSet<>();
    for (DeployPlan plan : plans) {
      NodeName.check(plan.name())
          .ifPresent(
              problem -> {
                throw new IllegalArgumentException(problem.what());
              });
      if (!names.add(plan.name())) {
        throw new IllegalArgumentException("two nodes are named '" + plan.name() + "'");
      }
    }
    return new FleetPlan(plans, Optional.of(digest));
  }

  private FleetPlan(List<DeployPlan> plans, Optional<String> digest) {
    this.digest = digest;
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

  /// The plans of these nodes, in their order.
  ///
  /// @param names of nodes that there are plans for, each once
  public FleetPlan only(List<String> names) {
    List<DeployPlan> some = new ArrayList<>();
    for (String name : names) {
      plans.stream().filter(plan -> plan.name().equals(name)).forEach(some::add);
    }
    return new FleetPlan(some, digest);
  }

  /// The digest of the plan that these were saved in; empty if they were not saved.
  public Optional<String> digest() {
    return digest;
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
