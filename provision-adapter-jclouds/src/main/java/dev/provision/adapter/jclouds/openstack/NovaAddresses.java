package dev.provision.adapter.jclouds.openstack;

import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.adapter.jclouds.node.NodeAddresses;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where a server can be reached, as Nova tells it.
///
/// @param open reachable from outside: of a public range, or floating, whatever range that is of
/// @param inner within the cloud only
/// @param floats whether one of them is floating
record NovaAddresses(List<String> open, List<String> inner, boolean floats) {
  static NovaAddresses of(JsonValue server) {
    Set<String> plain = new LinkedHashSet<>();
    Set<String> floating = new LinkedHashSet<>();
    server.text("accessIPv4").ifPresent(plain::add);
    for (JsonValue network : server.objects("addresses")) {
      for (JsonValue address : network.members()) {
        boolean floats = address.text("OS-EXT-IPS:type").equals(Optional.of("floating"));
        address.text("addr").ifPresent(floats ? floating::add : plain::add);
      }
    }
    server.text("accessIPv6").ifPresent(plain::add);
    plain.removeAll(floating);
    NodeAddresses others = NodeAddresses.of(plain);
    Set<String> open = new LinkedHashSet<>(floating);
    open.addAll(others.open());
    return new NovaAddresses(List.copyOf(open), others.inner(), !floating.isEmpty());
  }
}
