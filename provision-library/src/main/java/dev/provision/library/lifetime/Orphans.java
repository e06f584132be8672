package dev.provision.library.lifetime;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.lifetime.Orphan;
import dev.provision.library.account.OpenPorts;
import dev.provision.library.deployment.EarlierDeployments;
import dev.provision.library.deployment.EarlierDeployments.Requested;
import dev.provision.ports.cloud.LabelKeeper;
import dev.provision.ports.cloud.Node;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Nodes that carry Provision's token, and that no finished run knows.
///
/// Tested by `OrphansTest`.
public final class Orphans {
  private final OpenPorts ports;
  private final EarlierDeployments earlier;

  @Inject
  Orphans(OpenPorts ports, EarlierDeployments earlier) {
    this.ports = ports;
    this.earlier = earlier;
  }

  /// The orphans, ordered by name.
  ///
  /// @param allControllers whether also those that no run of this computer requested: another
  ///   computer may know them
  /// @throws ProblemsException if the provider does not show which nodes are Provision's
  public List<Orphan> find(boolean allControllers) {
    if (!(ports.cloud() instanceof LabelKeeper)) {
      throw new ProblemsException(
          Problem.refused(
                  "the provider '%s' keeps no labels with nodes, so Provision cannot identify"
                          .formatted(ports.providerName())
                      + " its own nodes")
              .next("compare list-nodes with the runs of this computer: provision runs"));
    }
    // The list first: a run that begins later creates a node that is not in it.
    List<Node> nodes = ports.cloud().nodes();
    Map<String, Requested> requests = new HashMap<>();
    earlier.requested().forEach(request -> requests.put(request.token(), request));
    return nodes.stream()
        .filter(node -> node.state() != Node.State.TERMINATED)
        .flatMap(node -> orphan(node, requests, allControllers).stream())
        .sorted(Comparator.comparing(orphan -> orphan.node().name()))
        .toList();
  }

  private static Optional<Orphan> orphan(
      Node node, Map<String, Requested> requests, boolean allControllers) {
    if (node.token().isEmpty()) {
      return Optional.empty();
    }
    Requested request = requests.get(node.token().get());
    if (request == null) {
      return allControllers ? Optional.of(new Orphan(node, Orphan.Why.UNKNOWN)) : Optional.empty();
    }
    return request.isSettled()
        ? Optional.empty()
        : Optional.of(new Orphan(node, Orphan.Why.INTERRUPTED));
  }
}
