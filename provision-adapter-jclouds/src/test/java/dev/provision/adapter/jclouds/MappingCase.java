package dev.provision.adapter.jclouds;

import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What tests of mappings map: requests for a node, and the nodes that answers stand for.
public final class MappingCase {
  private MappingCase() {}

  public static GivenOptions options(Map<String, String> values) {
    return new GivenOptions("test", values);
  }

  /// A request for "web1" with the token "t-1" and one key.
  public static NodeRequest request(String image, String size, String location) {
    return new NodeRequest(
        "web1",
        "t-1",
        new Image(image, "Debian 13"),
        size(size),
        new Location(location, location),
        Optional.of("#!/bin/sh"),
        Optional.of("alice"),
        List.of("ssh-ed25519 AAAA alice"),
        Map.of());
  }

  /// A size of which only the ID is known.
  public static Size size(String id) {
    return new Size(id, id, OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty());
  }

  public static Size size(String id, String name, double cpus, long memory, OptionalLong disk) {
    return new Size(id, name, OptionalDouble.of(cpus), OptionalLong.of(memory), disk);
  }

  /// A node of which only the ID and the name are known.
  public static Node bare(String id, String name, Optional<Location> location) {
    return new Node(
        new NodeId(id),
        name,
        Node.State.UNKNOWN,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        location,
        Optional.empty());
  }
}
