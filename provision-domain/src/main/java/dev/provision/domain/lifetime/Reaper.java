package dev.provision.domain.lifetime;

import dev.provision.domain.Problem;
import dev.provision.domain.destroy.DestroyPolicy;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Node;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Destroys nodes that have expired, and no others.
///
/// Several may work at the same time: a node that is gone already is a success.
public final class Reaper {
  private final CloudPort cloud;
  private final Expiries expiries;
  private final DestroyPolicy policy;
  private final Supplier<Set<String>> busy;
  private final InstantSource clock;

  /// @param cloud where the nodes are
  /// @param expiries when they expire
  /// @param policy which of them may be destroyed
  /// @param busy names of nodes that a run is working on
  /// @param clock what time it is
  public Reaper(
      CloudPort cloud,
      Expiries expiries,
      DestroyPolicy policy,
      Supplier<Set<String>> busy,
      InstantSource clock) {
    this.cloud = cloud;
    this.expiries = expiries;
    this.policy = policy;
    this.busy = busy;
    this.clock = clock;
  }

  /// What is to be done.
  ///
  /// @param expired nodes that have expired and may be destroyed
  /// @param refused why others that have expired must not be destroyed
  /// @param notes what the user should know of nodes that stay
  public record Due(List<Node> expired, List<Problem> refused, List<String> notes) {
    /// Copies the lists.
    public Due {
      expired = List.copyOf(expired);
      refused = List.copyOf(refused);
      notes = List.copyOf(notes);
    }
  }

  /// Finds what is to be done, and does nothing.
  public Due find() {
    Instant now = clock.instant();
    List<Node> expired = new ArrayList<>();
    List<Problem> refused = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    // Asked before the list: a run that begins later creates a node that is not in it.
    Set<String> working = busy.get();
    for (Node node : cloud.nodes()) {
      Optional<Expiry> expiry = expiries.of(node).filter(_ -> exists(node));
      if (expiry.isEmpty()) {
        continue;
      }
      if (expiry.get() instanceof Expiry.Odd(String value)) {
        notes.add(odd(node, value));
      } else if (expiry.get().isOver(now)) {
        if (!expiries.isOurs(node)) {
          notes.add(named(node) + " has expired, but carries no token of Provision; it stays");
        } else if (working.contains(node.name())) {
          notes.add(named(node) + " has expired, but a run is working on it; it stays until then");
        } else {
          policy.refusal(node.name()).ifPresentOrElse(refused::add, () -> expired.add(node));
        }
      }
    }
    return new Due(expired, refused, notes);
  }

  /// What is wrong with a label that is no expiry.
  public static String odd(Node node, String value) {
    return named(node)
        + ": ignoring its label %s, because '%s' is not a time".formatted(Expiry.KEY, value);
  }

  private static String named(Node node) {
    return "node '%s' (ID %s)".formatted(node.name(), node.id());
  }

  private static boolean exists(Node node) {
    return node.state() != Node.State.TERMINATED;
  }

  /// Destroys a node that has expired, unless it has been renewed, or a run has begun, since it was
  /// found.
  ///
  /// @param before is told just before it is destroyed
  /// @return whether it is gone
  public boolean reap(Node node, Runnable before) {
    Due now = find();
    List<Node> same = now.expired().stream().filter(one -> one.id().equals(node.id())).toList();
    if (same.isEmpty()) {
      return cloud.nodes().stream().noneMatch(one -> one.id().equals(node.id()) && exists(one));
    }
    before.run();
    cloud.destroy(node.id());
    expiries.records().forget(node.id());
    return true;
  }
}
