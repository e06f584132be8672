package dev.provision.adapter.jclouds.node;

import dev.provision.ports.Secret;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What is known of nodes because this program has just made them.
final class NewNodes {
  /// How long a new node may be unknown to the cloud that has accepted it.
  private static final Duration SETTLING = Duration.ofMinutes(2);

  private final InstantSource clock;
  private final Map<NodeId, Instant> accepted = new ConcurrentHashMap<>();
  private final Map<NodeId, Secret> passwords = new ConcurrentHashMap<>();
  private final Map<String, String> imageNames = new ConcurrentHashMap<>();

  NewNodes(InstantSource clock) {
    this.clock = clock;
  }

  void note(NodeRequest request, CloudApi.Created created) {
    NodeId id = created.node().id();
    accepted.put(id, clock.instant());
    imageNames.put(request.image().id(), request.image().name());
    // Where the user brings a key, a password would only be another way in that fails first.
    if (request.keyPair().isEmpty()) {
      created.password().ifPresent(password -> passwords.put(id, password));
    }
  }

  /// The node is on its way out.
  void doom(NodeId id) {
    accepted.remove(id);
  }

  void forget(NodeId id) {
    passwords.remove(id);
  }

  /// Whether the node was made here.
  boolean has(NodeId id) {
    return accepted.containsKey(id);
  }

  /// Whether the node may still be unknown to its cloud.
  boolean settles(NodeId id) {
    Instant then = accepted.get(id);
    return then != null && clock.instant().isBefore(then.plus(SETTLING));
  }

  Optional<Secret> password(NodeId id) {
    return Optional.ofNullable(passwords.get(id));
  }

  /// What the image is called, of which some clouds tell the id only.
  Optional<String> nameOf(Image image) {
    Optional<String> told = Optional.of(image.name()).filter(name -> !name.equals(image.id()));
    return Optional.ofNullable(imageNames.get(image.id())).or(() -> told);
  }
}
