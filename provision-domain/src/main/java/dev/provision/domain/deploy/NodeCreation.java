package dev.provision.domain.deploy;

import dev.provision.domain.ProblemsException;
import dev.provision.domain.boot.HostKeyLedger;
import dev.provision.domain.boot.HostKeyRecord;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeRequest;
import java.util.Optional;
import java.util.function.Consumer;

/// Asks a cloud for a node whose host key is written down, and ties the one to the other.
///
/// @param record what has been written down, if the node is given a key
record NodeCreation(CloudPort cloud, HostKeyLedger ledger, Optional<HostKeyRecord> record) {
  /// @param made is told of the node, whether its key can be tied to it or not
  void create(NodeRequest request, Consumer<Node> made) {
    Node node = ask(request);
    try {
      record.ifPresent(one -> ledger.bind(one.token(), node.id()));
    } finally {
      made.accept(node);
    }
  }

  private Node ask(NodeRequest request) {
    try {
      return cloud.create(request);
    } catch (CloudException e) {
      if (!e.failure().mayHaveTakenEffect()) {
        record.ifPresent(one -> withdraw(one, e));
      }
      throw e;
    }
  }

  private void withdraw(HostKeyRecord one, CloudException why) {
    try {
      ledger.withdraw(one.token());
    } catch (ProblemsException e) {
      why.addSuppressed(e); // what is left says of no node that it is another one
    }
  }
}
