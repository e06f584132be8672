package dev.provision.library;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.deploy.FleetRun;
import dev.provision.domain.deploy.FleetRun.Part;
import dev.provision.domain.destroy.DestroyPolicy;
import dev.provision.domain.destroy.Destroyer;
import dev.provision.domain.lifetime.NodeLimits;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.FleetPlan;
import dev.provision.domain.plan.NodePlace;
import dev.provision.library.account.OpenPorts;
import dev.provision.library.configuration.LoadedConfiguration;
import dev.provision.library.deployment.ApplyTarget;
import dev.provision.library.deployment.DeploymentService;
import dev.provision.library.deployment.EarlierDeployments;
import dev.provision.library.deployment.EarlierDeployments.Earlier;
import dev.provision.library.deployment.EarlierNode;
import dev.provision.library.lifetime.Lifetimes;
import dev.provision.library.plan.SavedPlan;
import dev.provision.library.settings.ProvisionSettings;
import dev.provision.ports.cloud.FleetPlace;
import dev.provision.ports.cloud.LabelKeeper;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.shell.RemoteShell;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The nodes there are.
///
/// Tested by `ProvisionTest`, `FleetTest` and `NodesTest`.
final class NodeService {
  private final OpenPorts ports;
  private final LoadedConfiguration loaded;
  private final DeploymentService deployments;
  private final ProvisionSettings settings;
  private final EarlierDeployments earlier;
  private final Lifetimes lifetimes;

  @Inject
  NodeService(
      OpenPorts ports,
      LoadedConfiguration loaded,
      DeploymentService deployments,
      ProvisionSettings settings,
      EarlierDeployments earlier,
      Lifetimes lifetimes) {
    this.ports = ports;
    this.loaded = loaded;
    this.deployments = deployments;
    this.settings = settings;
    this.earlier = earlier;
    this.lifetimes = lifetimes;
  }

  /// The place of each node among those that it was deployed with, by name: as this computer has
  /// recorded it, or else as the node's labels tell. They are asked for once at most.
  Function<String, Optional<NodePlace>> places() {
    AtomicReference<@Nullable List<Node>> asked = new AtomicReference<>();
    return name ->
        earlier
            .last(name)
            .flatMap(Earlier::place)
            .or(
                () -> {
                  if (asked.get() == null) {
                    asked.set(reachable());
                  }
                  return labelled(name, Objects.requireNonNull(asked.get()));
                });
  }

  private static Optional<NodePlace> labelled(String name, List<Node> nodes) {
    List<Node> called = nodes.stream().filter(node -> node.name().equals(name)).toList();
    return called.size() == 1
        ? FleetPlace.of(called.getFirst().labels())
            .map(place -> new NodePlace(place.index(), place.count()))
        : Optional.empty();
  }

  /// Makes sure that a saved plan is for these nodes.
  ///
  /// @throws ProblemsException saying which of them it is not for, and why
  void check(SavedPlan saved, List<String> names) {
    List<Problem> problems = new ArrayList<>();
    Function<String, Optional<NodePlace>> places = places();
    for (String name : names) {
      saved.plans().plans().stream()
          .filter(plan -> plan.name().equals(name))
          .findFirst()
          .ifPresentOrElse(
              plan -> check(saved, plan, places.apply(plan.name()), problems::add),
              () ->
                  problems.add(
                      Problem.refused(
                              "the plan %s is not for node '%s'".formatted(saved.file(), name))
                          .next(NearNames.advice(name, saved.plans().names()))));
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems);
    }
  }

  /// Its templates were filled in for one place among the nodes of a fleet.
  private static void check(
      SavedPlan saved, DeployPlan plan, Optional<NodePlace> known, Consumer<Problem> problems) {
    if (known.isPresent() && plan.place().isPresent() && !known.equals(plan.place())) {
      problems.accept(
          Problem.refused(
                  "the plan %s is for node %s of %s, but '%s' was deployed as node %s of %s"
                      .formatted(
                          saved.file(),
                          plan.place().get().index(),
                          plan.place().get().count(),
                          plan.name(),
                          known.get().index(),
                          known.get().count()))
              .next("save the plan with the names or the --count of its deployment"));
    }
  }

  /// Nodes that earlier deployments made under these names, and that still exist.
  List<EarlierNode> madeEarlier(List<String> names) {
    if (settings.simulated()) {
      return List.of();
    }
    List<Earlier> deployments =
        names.stream().flatMap(name -> earlier.last(name).stream()).toList();
    return deployments.isEmpty()
        ? List.of()
        : list().stream().flatMap(node -> of(node, deployments).stream()).toList();
  }

  private static Optional<EarlierNode> of(Node node, List<Earlier> deployments) {
    return deployments.stream()
        .filter(by(node))
        .findFirst()
        .map(deployment -> new EarlierNode(node, deployment.endedWell()));
  }

  private static Predicate<Earlier> by(Node node) {
    return one ->
        one.id()
            .map(node.id().value()::equals)
            .orElseGet(() -> one.name().equals(node.name())); // nobody has told us its id
  }

  /// Makes sure that so many nodes more may be created. Costs a request only where there is a
  /// limit.
  void checkLimit(int wanted) {
    NodeLimits limits = settings.limits().or(loaded.limits());
    if (limits.maxNodes().isPresent()) {
      limits.check(List.of(), wanted); // needs no request
      // Where tokens are not shown, any node may be one of ours.
      boolean shown = ports.cloud() instanceof LabelKeeper;
      limits.check(
          list().stream()
              .filter(node -> !shown || node.token().isPresent())
              .map(Node::name)
              .toList(),
          wanted);
    }
  }

  List<Node> list() {
    return inOrder(ports.cloud().nodes());
  }

  private List<Node> reachable() {
    return inOrder(ports.cloud().reachableNodes());
  }

  private static List<Node> inOrder(List<Node> nodes) {
    return nodes.stream()
        .filter(node -> node.state() != Node.State.TERMINATED)
        .sorted(Comparator.comparing(Node::name).thenComparing(node -> node.id().value()))
        .toList();
  }

  List<Node> destroy(String asked, Consumer<Node> before) {
    Destroyer destroyer = destroyer();
    return destroy(destroyer, destroyer.find(List.of(asked), false).getFirst(), before);
  }

  List<Part<String, List<Node>>> destroyAll(
      List<String> asked, boolean all, FleetRun run, Consumer<Node> before, Consumer<String> gone) {
    Destroyer destroyer = destroyer();
    return run
        .each(
            destroyer.find(asked, all),
            target -> {
              List<Node> nodes = destroy(destroyer, target, before);
              gone.accept(target.asked());
              return nodes;
            },
            nodes -> true)
        .stream()
        .map(part -> part.about(Destroyer.Target::asked))
        .toList();
  }

  List<Node> toDestroy(List<String> asked, boolean all) {
    return destroyer().find(asked, all).stream()
        .flatMap(target -> target.nodes().stream())
        .toList();
  }

  private List<Node> destroy(Destroyer destroyer, Destroyer.Target target, Consumer<Node> before) {
    List<Node> gone = destroyer.destroy(target, before);
    gone.forEach(
        node -> {
          ports.ledger().forget(node.id());
          lifetimes.forget(node.id());
        });
    return gone;
  }

  private Destroyer destroyer() {
    return new Destroyer(
        ports.cloud(), new DestroyPolicy(loaded.configuration().destroyablePrefixes()));
  }

  /// The node of each plan, in their order.
  List<ApplyTarget> of(FleetPlan plans) {
    List<Node> nodes = reachable();
    return plans.plans().stream()
        .map(plan -> new ApplyTarget(plan, one(plan.name(), nodes)))
        .toList();
  }

  private static Node one(String name, List<Node> nodes) {
    List<Node> found = nodes.stream().filter(node -> node.name().equals(name)).toList();
    if (found.isEmpty()) {
      throw new ProblemsException(
          Problem.refused("there is no node '%s'".formatted(name))
              .next(NearNames.advice(name, nodes.stream().map(Node::name).toList())));
    }
    if (found.size() > 1) {
      throw new ProblemsException(
          Problem.refused("%s nodes are named '%s'".formatted(found.size(), name))
              .next("rename or destroy all but one of them"));
    }
    return found.getFirst();
  }

  RemoteShell shell(String name, Consumer<DeployEvent> listener) {
    return deployments.connect(one(name, reachable()), loaded.configuration().sshKey(), listener);
  }
}
