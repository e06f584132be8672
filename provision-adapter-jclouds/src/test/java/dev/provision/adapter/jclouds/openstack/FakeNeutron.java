package dev.provision.adapter.jclouds.openstack;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.provision.adapter.jclouds.FakeCloud;
import dev.provision.adapter.jclouds.FakeCloud.Call;
import dev.provision.adapter.jclouds.answer.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Floating addresses of Neutron, as its API reference describes them, behind [FakeNova]'s servers.
final class FakeNeutron {
  static final String PUBLIC = "22222222-aaaa-4bbb-8ccc-000000000001";

  private final Map<String, Floating> addresses = new LinkedHashMap<>();
  private int given;

  ResponseDefinitionBuilder answer(Call call, String path) {
    if (call.method().equals("POST") && path.equals("/v2.0/floatingips")) {
      return create(call.json().at("floatingip").orElseThrow());
    }
    if (call.method().equals("DELETE")) {
      addresses.remove(path.substring(path.lastIndexOf('/') + 1));
      return FakeCloud.nothing(204);
    }
    return FakeCloud.json(
        200,
        switch (path) {
          case "/v2.0/networks" ->
              call.get("name").equals("public")
                  ? "{\"networks\": [{\"id\": \"%s\", \"name\": \"public\"}]}".formatted(PUBLIC)
                  : "{\"networks\": []}";
          case "/v2.0/ports" ->
              "{\"ports\": [{\"id\": \"port-of-%s\"}]}".formatted(call.get("device_id"));
          default -> "{\"floatingips\": [" + list() + "]}"; // as one that knows no filter
        });
  }

  private ResponseDefinitionBuilder create(JsonValue wanted) {
    if (!wanted.required("floating_network_id").equals(PUBLIC)) {
      return FakeCloud.json(404, "{\"NeutronError\": {\"message\": \"no such network\"}}");
    }
    String id = "f" + ++given;
    Floating made =
        new Floating(
            id, "172.24.4." + given, wanted.required("port_id"), wanted.required("description"));
    addresses.put(id, made);
    return FakeCloud.json(201, "{\"floatingip\": " + made.text() + "}");
  }

  private String list() {
    return addresses.values().stream().map(Floating::text).collect(Collectors.joining(","));
  }

  /// All that are given at the moment.
  List<String> given() {
    return addresses.values().stream().map(Floating::address).toList();
  }

  /// The one that leads to a server.
  Optional<String> of(String server) {
    return addresses.values().stream()
        .filter(one -> one.port().equals("port-of-" + server))
        .map(Floating::address)
        .findFirst();
  }

  private record Floating(String id, String address, String port, String description) {
    String text() {
      return """
      {"id": "%s", "floating_ip_address": "%s", "port_id": "%s", "description": "%s", "status": "ACTIVE"}
      """
          .formatted(id, address, port, description);
    }
  }
}
