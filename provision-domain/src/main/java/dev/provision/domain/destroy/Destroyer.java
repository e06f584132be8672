package dev.provision.domain.destroy;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Removes nodes, within the policy.
public final class Destroyer {
  private final CloudPort cloud;
  private final DestroyPolicy policy;

  /// @param cloud where the nodes are
  /// @param policy which of them may go
  public Destroyer(CloudPort cloud, DestroyPolicy policy) {
    this.cloud = cloud;
    this.policy = policy;
  }

  /// What somebody wants removed.
  ///
  /// @param asked a name, or a provider's id
  /// @param nodes those that are meant; none if it is gone already
  /// @param absence why there are none, where it was not there either
  public record Target(String asked, List<Node> nodes, Optional<Problem> absence) {
    /// Copies the list.
    public Target {
      nodes = List.copyOf(nodes);
    }
  }

  /// Finds what is meant, and removes nothing.
  ///
  /// @param asked names and ids; behind a slash, the end of an id is enough
  /// @param all whether several nodes of one name are meant; else that is refused
  /// @return a target for each, in the same order
  /// @throws ProblemsException with everything that may not be done
  public List<Target> find(List<String> asked, boolean all) {
    List<Node> nodes = cloud.nodes();
    List<Problem> problems = new ArrayList<>();
    List<Target> targets = new ArrayList<>();
    for (String one : asked) {
      Target target = find(one, nodes);
      targets.add(target);
      refusal(target)
          .ifPresent(
              refusal -> {
                target.absence().ifPresent(problems::add);
                problems.add(refusal);
              });
      if (target.nodes().size() > 1 && !all) {
        problems.add(several(target));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems);
    }
    return targets;
  }

  private static Target find(String asked, List<Node> nodes) {
    List<Node> named = nodes.stream().filter(node -> node.name().equals(asked)).toList();
    List<Node> meant =
        named.isEmpty() ? nodes.stream().filter(node -> isId(asked, node)).toList() : named;
    List<Node> there =
        meant.stream().filter(node -> node.state() != Node.State.TERMINATED).toList();
    return new Target(
        asked, there, meant.isEmpty() ? Optional.of(absence(asked, nodes)) : Optional.empty());
  }

  private static boolean isId(String asked, Node node) {
    String id = node.id().value();
    return id.equals(asked) || id.endsWith("/" + asked);
  }

  private static Problem absence(String asked, List<Node> nodes) {
    List<String> names =
        nodes.stream()
            .filter(node -> node.state() != Node.State.TERMINATED)
            .map(Node::name)
            .toList();
    return Problem.refused("there is no node '%s'".formatted(asked))
        .next(NearNames.advice(asked, names));
  }

  /// A name is refused whether there is such a node or not.
  private Optional<Problem> refusal(Target target) {
    return target.absence().isPresent()
        ? policy.refusal(target.asked())
        : target.nodes().stream().flatMap(node -> policy.refusal(node.name()).stream()).findFirst();
  }

  private static Problem several(Target target) {
    return Problem.refused(
            "%s nodes are named '%s': %s"
                .formatted(
                    target.nodes().size(),
                    target.asked(),
                    target.nodes().stream()
                        .map(Destroyer::inWords)
                        .collect(Collectors.joining("; "))))
        .next("give the ID of the node to destroy, or --all to destroy all of them");
  }

  private static String inWords(Node node) {
    List<String> words = new ArrayList<>();
    words.add(node.id().value());
    words.addAll(node.publicAddresses());
    node.createdAt().ifPresent(at -> words.add("created " + at));
    return String.join(", ", words);
  }

  /// Removes what is meant, and returns it when the cloud says it is gone. What is gone already is
  /// a success.
  ///
  /// @param before is told of each node just before it is removed
  /// @throws ProblemsException if there never was such a node
  public List<Node> destroy(Target target, Consumer<Node> before) {
    target
        .absence()
        .ifPresent(
            problem -> {
              throw new ProblemsException(problem);
            });
    for (Node node : target.nodes()) {
      before.accept(node);
      cloud.destroy(node.id());
    }
    return target.nodes();
  }
}
