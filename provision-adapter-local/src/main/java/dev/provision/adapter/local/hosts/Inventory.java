package dev.provision.adapter.local.hosts;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import java.util.ArrayList;
import java.util.List;

/// The machines that may become nodes, in the order in which they are taken.
///
/// @param hosts each machine once; none is enough to list and give back what was taken before
record Inventory(List<InventoryHost> hosts) {
  /// Copies the list.
  Inventory {
    hosts = List.copyOf(hosts);
  }

  /// Reads the option's value: a host a line.
  ///
  /// @throws CloudException [CloudFailure.InvalidRequest] that names every entry that is wrong
  static Inventory parse(String value) {
    List<InventoryHost> hosts = new ArrayList<>();
    List<String> mistakes = new ArrayList<>();
    for (String line : value.lines().map(String::strip).toList()) {
      if (line.isEmpty()) {
        continue;
      }
      try {
        InventoryHost host = InventoryHost.parse(line);
        hosts.stream()
            .filter(other -> other.isSameMachine(host) || other.name().equals(host.name()))
            .findFirst()
            .ifPresentOrElse(
                other ->
                    mistakes.add("'" + line + "' appears twice, also as " + other + "; remove one"),
                () -> hosts.add(host));
      } catch (IllegalArgumentException e) {
        mistakes.add(e.getMessage());
      }
    }
    if (!mistakes.isEmpty()) {
      throw new CloudException(
          new CloudFailure.InvalidRequest(
              "opening the provider hosts",
              "the option hosts has errors: " + String.join("; ", mistakes)));
    }
    return new Inventory(hosts);
  }
}
