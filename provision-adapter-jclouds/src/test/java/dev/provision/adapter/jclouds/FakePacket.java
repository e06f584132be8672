package dev.provision.adapter.jclouds;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Packet's API, as its reference described it.
final class FakePacket extends FakeCloud {
  private static final String NOBLE =
      "{\"id\": \"o1\", \"slug\": \"ubuntu_24_04\", \"name\": \"Ubuntu 24.04 LTS\", \"distro\":"
          + " \"ubuntu\", \"version\": \"24.04\", \"provisionable_on\": [\"baremetal_0\"]}";
  private static final String FACILITY =
      "{\"id\": \"f1\", \"name\": \"Parsippany, NJ\", \"code\": \"ewr1\", \"features\":"
          + " [\"baremetal\"], \"address\": null}";
  private static final String PLAN =
      """
      {"id": "p1", "slug": "baremetal_0", "name": "Type 0", "description": "Type 0", "line": "baremetal",
       "specs": {"cpus": [{"count": 1, "type": "Atom"}], "memory": {"total": "8GB"}, "drives": [{"count": 1, "size": "80GB", "type": "SSD"}],
        "nics": [{"count": 2, "type": "1Gbps"}], "features": {"raid": false, "txt": true}},
       "available_in": [{"href": "/facilities/f1"}], "pricing": {"hour": 0.05}}
      """;
  private static final String KEY =
      "{\"id\": \"k1\", \"label\": \"l\", \"key\": \"ssh-rsa AAAA\", \"fingerprint\": \"88:8a\","
          + " \"created_at\": \"2026-01-01T00:00:00Z\", \"updated_at\": \"2026-01-01T00:00:00Z\","
          + " \"owner\": {\"href\": \"/users/u1\"}, \"href\": \"/ssh-keys/k1\"}";

  private final Map<String, Device> devices = new LinkedHashMap<>();

  @Override
  protected ResponseDefinitionBuilder answer(Call call) {
    if (refusesAccount || !call.token().equals("secret")) {
      return json(401, "{\"errors\": [\"Invalid authentication token\"]}");
    }
    String path = call.path();
    return switch (call.method() + " " + path) {
      case "GET /plans" -> list("plans", List.of(PLAN));
      case "GET /operating-systems" -> list("operating_systems", List.of(NOBLE));
      case "GET /facilities" -> list("facilities", List.of(FACILITY));
      case "POST /ssh-keys" -> json(201, KEY);
      case "DELETE /ssh-keys/k1" -> nothing(204);
      case "GET /projects/project/devices" ->
          list("devices", devices.values().stream().map(this::text).toList());
      case "POST /projects/project/devices" -> create(call.json());
      default -> one(call.method(), path.substring(path.lastIndexOf('/') + 1));
    };
  }

  private static ResponseDefinitionBuilder list(String key, List<String> members) {
    String page = "{\"href\": \"/" + key + "?page=1\"}";
    return json(
        200,
        """
        {"%s": [%s], "meta": {"first": %s, "previous": null, "self": %s, "next": null, "last": %s,
         "current_page": 1, "last_page": 1, "total": %s}}
        """
            .formatted(key, String.join(",", members), page, page, page, members.size()));
  }

  private ResponseDefinitionBuilder create(Json wanted) {
    Device made =
        new Device(UUID.randomUUID().toString(), wanted.required("hostname"), looksUntilRunning);
    devices.put(made.id(), made);
    return json(201, text(made));
  }

  private ResponseDefinitionBuilder one(String method, String id) {
    Device device = devices.get(id);
    if (device == null) {
      return json(404, "{\"errors\": [\"Not found\"]}");
    }
    if (method.equals("DELETE")) {
      devices.remove(id);
      return nothing(204);
    }
    devices.put(id, new Device(id, device.name(), Math.max(0, device.looksLeft() - 1)));
    return json(200, text(device));
  }

  private String text(Device device) {
    boolean runs = device.looksLeft() == 0;
    String at = addresses.apply(device.id());
    String address =
        """
        {"id": "i1", "address_family": 4, "netmask": "255.255.255.254", "created_at": "2026-01-01T00:00:00Z", "public": true, "cidr": 31,
         "management": true, "manageable": true, "assigned_to": {"href": "/devices/d"}, "network": "%1$s", "address": "%1$s", "gateway": "%1$s", "href": "/ips/i1"}
        """
            .formatted(at);
    return """
    {"id": "%s", "short_id": "s", "hostname": "%s", "description": null, "state": "%s", "tags": [], "billing_cycle": "hourly", "user": "root",
     "iqn": "iqn", "locked": false, "bonding_mode": 5, "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z",
     "operating_system": %s, "facility": %s, "project": {"href": "/projects/project"}, "ssh_keys": [], "project_lite": {"href": "/projects/project"},
     "volumes": [], "ip_addresses": [%s], "provisioning_events": [], "plan": %s, "userdata": "", "href": "/devices/d"}
    """
        .formatted(
            device.id(),
            device.name(),
            runs ? "active" : "provisioning",
            NOBLE,
            FACILITY,
            runs ? address : "",
            PLAN);
  }

  private record Device(String id, String name, int looksLeft) {}
}
