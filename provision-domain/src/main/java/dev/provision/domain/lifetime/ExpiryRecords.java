package dev.provision.domain.lifetime;

import dev.provision.ports.cloud.NodeId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// When nodes of an account expire that cannot carry that themselves, as this computer knows it.
public interface ExpiryRecords {
  /// What is on record of a node; [Expiry.Odd] if the record is damaged.
  Optional<Expiry> of(NodeId id);

  /// Puts it on record, in place of what was there.
  void put(NodeId id, Expiry expiry);

  /// Takes it off the record, if it is there.
  void forget(NodeId id);

  /// Records that end with the program.
  static ExpiryRecords inMemory() {
    return new InMemory(new ConcurrentHashMap<>());
  }

  /// Those of one program.
  ///
  /// @param all by node
  record InMemory(Map<NodeId, Expiry> all) implements ExpiryRecords {
    @Override
    public Optional<Expiry> of(NodeId id) {
      return Optional.ofNullable(all.get(id));
    }

    @Override
    public void put(NodeId id, Expiry expiry) {
      all.put(id, expiry);
    }

    @Override
    public void forget(NodeId id) {
      all.remove(id);
    }
  }
}
