package dev.provision.domain.lifetime;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.LabelKeeper;
import dev.provision.ports.cloud.Node;
import java.util.Optional;

/// When the nodes of an account expire: as their labels say, or else as this computer has recorded.
///
/// A record takes precedence. There is one only where the cloud could not keep the expiry, or not
/// change it.
///
/// @param cloud where the nodes are
/// @param records of this computer
public record Expiries(CloudPort cloud, ExpiryRecords records) {
  /// Empty for a node that was created without a time to live.
  public Optional<Expiry> of(Node node) {
    return records.of(node.id()).or(() -> Expiry.of(node));
  }

  /// Whether Provision created the node: it carries a token, or is on record here.
  public boolean isOurs(Node node) {
    return node.token().isPresent() || records.of(node.id()).isPresent();
  }

  /// Whether the cloud lets us tell our nodes from others.
  public boolean showsTokens() {
    return cloud instanceof LabelKeeper;
  }

  /// Makes sure that a new node's expiry is kept.
  ///
  /// @return whether only this computer knows it
  public boolean keep(Node created, Expiry expiry) {
    // What a cloud has accepted may show labels that it does not keep.
    if (cloud instanceof LabelKeeper && Expiry.of(created).isPresent()) {
      return false;
    }
    records.put(created.id(), expiry);
    return true;
  }

  /// Changes a node's expiry.
  ///
  /// @return whether only this computer knows it
  /// @throws CloudException if the cloud fails; then it may have been changed or not
  public boolean change(Node node, Expiry expiry) {
    if (cloud instanceof LabelKeeper keeper) {
      try {
        keeper.label(node.id(), expiry.labels());
        if (records.of(node.id()).isPresent()) {
          records.put(node.id(), expiry); // an old one that cannot be removed would take precedence
          records.forget(node.id());
        }
        return false;
      } catch (CloudException e) {
        if (!(e.failure() instanceof CloudFailure.Unsupported)) {
          throw e;
        }
      }
    }
    records.put(node.id(), expiry);
    return true;
  }
}
