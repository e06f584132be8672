package dev.provision.testkit.cloud;

import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.NodeRequest;
import java.util.Optional;
import java.util.Set;

/// A cloud that [CloudPortContract] tries an adapter on, without nodes at first.
public interface CloudFixture extends AutoCloseable {
  /// The adapter's port.
  CloudPort port();

  /// A request for one node that this cloud can fulfil.
  default NodeRequest request(String name, String token) {
    CloudPort port = port();
    return new NodeRequest(
        name,
        token,
        port.catalog().images().getFirst(),
        port.catalog().sizes().getFirst(),
        port.catalog().locations().getFirst(),
        Optional.empty(),
        Optional.empty(),
        java.util.List.of(),
        java.util.Map.of());
  }

  /// What this cloud, or this fixture, cannot do. The contract then asks for what the port promises
  /// in that case.
  default Set<Missing> missing() {
    return Set.of();
  }

  /// Lets nodes that are made from now on start late: later than a caller waits who does not wait
  /// at all.
  default void startSlowly() {
    throw new UnsupportedOperationException("declared as missing");
  }

  /// Lets the cloud make the next node and then answer with an error, as if a proxy had failed.
  default void loseNextAnswer() {
    throw new UnsupportedOperationException("declared as missing");
  }

  /// Lets the cloud refuse the account from now on.
  default void refuseAccount() {
    throw new UnsupportedOperationException("declared as missing");
  }

  /// Ends the cloud.
  @Override
  void close();

  /// What a cloud or its fixture may lack.
  enum Missing {
    /// Nodes start late on demand. Without: a node that runs is awaited in no time.
    SLOW_START,
    /// Answers get lost on demand. Without: there is nothing on the way where they could.
    LOST_ANSWERS,
    /// The account is refused on demand. Without: there is none that could be.
    REFUSALS,
    /// The cloud keeps names unique. Without: two nodes of one name are two nodes.
    UNIQUE_NAMES,
    /// A repeated request is recognized by its token. Without: it is refused, since its name is
    /// taken.
    TOKENS
  }
}
