package dev.provision.domain.destroy;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Node;
import java.util.List;
import java.util.function.Consumer;

/// Removes nodes by name, within the policy.
public final class Destroyer {
  private final CloudPort cloud;
  private final DestroyPolicy policy;

  /// @param cloud where the nodes are
  /// @param policy which of them may go
  public Destroyer(CloudPort cloud, DestroyPolicy policy) {
    this.cloud = cloud;
    this.policy = policy;
  }

  /// Destroys all nodes of this name and returns them when they are gone.
  ///
  /// @param before is told of each node just before it is destroyed
  /// @throws ProblemsException if the policy forbids it, or there is no such node
  public List<Node> destroy(String name, Consumer<Node> before) {
    check(name);
    return destroy(name, existing(), before);
  }

  /// The nodes there are.
  public List<Node> existing() {
    return cloud.nodes().stream().filter(node -> node.state() != Node.State.TERMINATED).toList();
  }

  /// As [#destroy(String, Consumer)], without asking the cloud for its nodes.
  ///
  /// @param existing what [#existing()] has said
  public List<Node> destroy(String name, List<Node> existing, Consumer<Node> before) {
    check(name);
    List<Node> doomed = existing.stream().filter(node -> node.name().equals(name)).toList();
    if (doomed.isEmpty()) {
      throw new ProblemsException(
          Problem.refused("there is no node '%s'".formatted(name))
              .next(NearNames.advice(name, existing.stream().map(Node::name).toList())));
    }
    for (Node node : doomed) {
      before.accept(node);
      cloud.destroy(node.id());
    }
    return doomed;
  }

  private void check(String name) {
    policy
        .refusal(name)
        .ifPresent(
            problem -> {
              throw new ProblemsException(problem);
            });
  }
}
