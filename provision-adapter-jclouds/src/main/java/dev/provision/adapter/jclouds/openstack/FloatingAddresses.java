package dev.provision.adapter.jclouds.openstack;

import com.google.gson.JsonObject;
import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Addresses of an outside network that OpenStack's network service leads to a node's own: floating
/// IPs.
///
/// Each is marked with its node, so that it is found again, is given once, and goes with the node.
final class FloatingAddresses {
  private static final String UUID = "[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}";

  private final OpenStack cloud;

  FloatingAddresses(OpenStack cloud) {
    this.cloud = cloud;
  }

  /// Gives a server an address, unless it has one from here.
  ///
  /// @param network name or id of the outside network
  /// @return the address
  String give(String region, String server, String network) {
    List<JsonValue> had = of(region, server);
    if (!had.isEmpty()) {
      return had.getFirst().required("floating_ip_address");
    }
    JsonObject wanted = new JsonObject();
    wanted.addProperty("floating_network_id", networkId(region, network));
    wanted.addProperty("port_id", port(region, server));
    wanted.addProperty("description", mark(server));
    JsonObject body = new JsonObject();
    body.add("floatingip", wanted);
    JsonValue made =
        JsonValue.parse(cloud.rest().post(cloud.network(region, "/floatingips"), body.toString()));
    return made.required("floatingip/floating_ip_address");
  }

  /// Returns what a server was given here.
  void release(String region, String server) {
    for (JsonValue one : of(region, server)) {
      cloud.rest().delete(cloud.network(region, "/floatingips/" + one.required("id")));
    }
  }

  private List<JsonValue> of(String region, String server) {
    String mark = mark(server);
    // The service may not know that filter, and then answers with all of them.
    return list(region, "/floatingips?description=" + encode(mark), "floatingips").stream()
        .filter(one -> one.text("description").equals(Optional.of(mark)))
        .toList();
  }

  private static String mark(String server) {
    return "provision: node " + server;
  }

  private String networkId(String region, String network) {
    if (network.matches(UUID)) {
      return network;
    }
    return list(region, "/networks?name=" + encode(network), "networks").stream()
        .findFirst()
        .map(one -> one.required("id"))
        .orElseThrow(
            () ->
                impossible(
                    "the network service has no network '%s' (option floating-network)"
                        .formatted(network)));
  }

  private String port(String region, String server) {
    return list(region, "/ports?device_id=" + server, "ports").stream()
        .findFirst()
        .map(one -> one.required("id"))
        .orElseThrow(
            () -> impossible("the node is not in a network, so it cannot get a floating address"));
  }

  private static CloudException impossible(String reason) {
    return new CloudException(
        new CloudFailure.InvalidRequest("assigning a floating address to the node", reason));
  }

  private List<JsonValue> list(String region, String path, String key) {
    URI place = cloud.network(region, path);
    return JsonValue.parse(cloud.rest().get(place)).list(key);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
