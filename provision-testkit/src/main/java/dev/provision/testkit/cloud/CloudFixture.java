package dev.provision.testkit.cloud;

import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.NodeRequest;
import java.util.Optional;
import java.util.Set;

/// A cloud with which [CloudPortContract] tests an adapter; it has no nodes at first.
public interface CloudFixture extends AutoCloseable {
  /// The adapter's port.
  CloudPort port();

  /// A request for one node that this cloud can create.
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

  /// What this cloud, or this fixture, does not support. The contract then expects what the port
  /// promises for that case.
  default Set<Missing> missing() {
    return Set.of();
  }

  /// Makes nodes that are created from now on start late, so that a caller who does not wait gets a
  /// timeout.
  default void startSlowly() {
    throw new UnsupportedOperationException("declared as missing");
  }

  /// Makes the cloud create the next node and then answer with an error, as if a proxy had failed.
  default void loseNextAnswer() {
    throw new UnsupportedOperationException("declared as missing");
  }

  /// Makes the cloud reject the account from now on.
  default void refuseAccount() {
    throw new UnsupportedOperationException("declared as missing");
  }

  /// Stops the cloud.
  @Override
  void close();

  /// What a cloud or its fixture may lack.
  enum Missing {
    /// Nodes can start late. If missing, waiting for a running node returns at once.
    SLOW_START,
    /// Answers can get lost. If missing, there is no network in which they could.
    LOST_ANSWERS,
    /// The account can be rejected. If missing, there is no account.
    REFUSALS,
    /// The cloud requires unique names. If missing, two nodes can share a name.
    UNIQUE_NAMES,
    /// A repeated request is recognized by its token. If missing, it fails, because its name is
    /// taken.
    TOKENS,
    /// The cloud keeps the labels of requests. If missing, its nodes have none.
    LABELS,
    /// The labels of a node that exists can be changed. If missing, that is refused.
    LABEL_CHANGES
  }
}
