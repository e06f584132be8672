package dev.provision.library;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.destroy.DestroyPolicy;
import dev.provision.domain.destroy.Destroyer;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.ports.shell.RemoteShell;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// The nodes there are.
final class Nodes {
  private final Connections connections;
  private final Configuration configuration;
  private final Logins logins;
  private final Settings settings;

  @Inject
  Nodes(Connections connections, Configuration configuration, Logins logins, Settings settings) {
    this.connections = connections;
    this.configuration = configuration;
    this.logins = logins;
    this.settings = settings;
  }

  List<Node> list() {
    return connections.cloud().nodes().stream()
        .filter(node -> node.state() != Node.State.TERMINATED)
        .sorted(Comparator.comparing(Node::name).thenComparing(node -> node.id().value()))
        .toList();
  }

  List<Node> destroy(String name, Consumer<Node> before) {
    DestroyPolicy policy = new DestroyPolicy(configuration.destroyablePrefixes());
    policy
        .refusal(name)
        .ifPresent(
            problem -> { // before the provider is even asked
              throw new ProblemsException(problem);
            });
    return new Destroyer(connections.cloud(), policy).destroy(name, before);
  }

  RemoteShell shell(String name) {
    CloudPort cloud = connections.cloud();
    List<Node> nodes = list();
    List<Node> found = nodes.stream().filter(node -> node.name().equals(name)).toList();
    if (found.isEmpty()) {
      throw new ProblemsException(
          Problem.refused("there is no node '%s'".formatted(name))
              .next(NearNames.advice(name, nodes.stream().map(Node::name).toList())));
    }
    if (found.size() > 1) {
      throw new ProblemsException(
          Problem.refused("%d nodes are called '%s'".formatted(found.size(), name))
              .next("rename or destroy all but one"));
    }
    ReachableNode reachable = cloud.await(found.getFirst().id(), settings.limits().running());
    return connections
        .shells()
        .connect(
            reachable.endpoint().withMoreLogins(logins.of(configuration.sshKey())),
            settings.limits().reachable(),
            reason -> {});
  }
}
