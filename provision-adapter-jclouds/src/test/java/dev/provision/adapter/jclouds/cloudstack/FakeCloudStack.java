package dev.provision.adapter.jclouds.cloudstack;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.provision.adapter.jclouds.FakeCloud;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// CloudStack's API, as its reference describes it.
public final class FakeCloudStack extends FakeCloud {
  private static final String ZONE =
      "{\"id\": \"aaaaaaaa-0000-4000-8000-000000000001\", \"name\": \"zone1\"}";
  private static final String SMALL =
      "{\"id\": \"bbbbbbbb-0000-4000-8000-000000000001\", \"name\": \"Small\", \"cpunumber\": 1,"
          + " \"memory\": 512}";
  private static final String NOBLE =
      "{\"id\": \"cccccccc-0000-4000-8000-000000000001\", \"name\": \"Ubuntu 24.04 LTS\","
          + " \"isready\": true}";

  private final Map<String, Machine> machines = new LinkedHashMap<>();

  @Override
  public ResponseDefinitionBuilder answer(Call call) {
    if (refusesAccount || call.get("signature").isEmpty()) {
      return error(call, 401, "unable to verify user credentials and/or request signature");
    }
    return switch (call.action()) {
      case "listZones" -> list(call, "zone", List.of(ZONE));
      case "listServiceOfferings" -> list(call, "serviceoffering", List.of(SMALL));
      case "listTemplates" -> list(call, "template", List.of(NOBLE));
      case "listVirtualMachines" -> listMachines(call);
      case "deployVirtualMachine" -> deploy(call);
      case "destroyVirtualMachine" -> destroy(call);
      default -> error(call, 432, "The given command does not exist");
    };
  }

  private static ResponseDefinitionBuilder error(Call call, int status, String text) {
    return answer(
        call, status, "{\"errorcode\": %s, \"errortext\": \"%s\"}".formatted(status, text));
  }

  private static ResponseDefinitionBuilder answer(Call call, int status, String body) {
    return json(
        status, "{\"" + call.action().toLowerCase(Locale.ROOT) + "response\": " + body + "}");
  }

  private static ResponseDefinitionBuilder list(Call call, String key, List<String> members) {
    return answer(
        call,
        200,
        members.isEmpty()
            ? "{}"
            : "{\"count\": %s, \"%s\": [%s]}"
                .formatted(members.size(), key, String.join(",", members)));
  }

  private ResponseDefinitionBuilder listMachines(Call call) {
    String id = call.get("id");
    if (!id.isEmpty() && !machines.containsKey(id)) {
      return unknown(call, id);
    }
    String name = call.get("name");
    List<Machine> matching =
        machines.values().stream()
            .filter(machine -> id.isEmpty() || machine.id().equals(id))
            .filter(machine -> name.isEmpty() || machine.name().contains(name))
            .toList();
    List<String> texts = matching.stream().map(this::text).collect(Collectors.toList());
    matching.forEach(
        machine -> {
          if (machine.isDoomed() && !id.isEmpty()) {
            machines.remove(machine.id());
          } else {
            machines.put(machine.id(), machine.looked());
          }
        });
    return list(call, "virtualmachine", texts);
  }

  private static ResponseDefinitionBuilder unknown(Call call, String id) {
    return error(
        call,
        431,
        "Unable to execute API command due to invalid value. Invalid parameter id value="
            + id
            + " due to incorrect long value format, or entity does not exist");
  }

  private ResponseDefinitionBuilder deploy(Call call) {
    String id = UUID.randomUUID().toString();
    machines.put(
        id, new Machine(id, call.get("name"), call.get("displayname"), looksUntilRunning, false));
    return answer(call, 200, "{\"id\": \"%s\", \"jobid\": \"j1\"}".formatted(id));
  }

  private ResponseDefinitionBuilder destroy(Call call) {
    Machine machine = machines.get(call.get("id"));
    if (machine == null) {
      return unknown(call, call.get("id"));
    }
    machines.put(machine.id(), machine.doomed());
    return answer(call, 200, "{\"jobid\": \"j2\"}");
  }

  private String text(Machine machine) {
    boolean runs = machine.looksLeft() == 0;
    String state = machine.isDoomed() ? "Expunging" : runs ? "Running" : "Starting";
    return """
    {"id": "%s", "name": "%s", "displayname": "%s", "state": "%s", "created": "2026-01-01T00:00:00+0000",
     "zoneid": "aaaaaaaa-0000-4000-8000-000000000001", "zonename": "zone1",
     "templateid": "cccccccc-0000-4000-8000-000000000001", "templatename": "Ubuntu 24.04 LTS",
     "serviceofferingid": "bbbbbbbb-0000-4000-8000-000000000001", "serviceofferingname": "Small",
     "nic": [%s]}
    """
        .formatted(
            machine.id(),
            machine.name(),
            machine.displayName(),
            state,
            runs ? "{\"ipaddress\": \"" + addresses.apply(machine.id()) + "\"}" : "");
  }

  private record Machine(
      String id, String name, String displayName, int looksLeft, boolean isDoomed) {
    Machine looked() {
      return new Machine(id, name, displayName, Math.max(0, looksLeft - 1), isDoomed);
    }

    Machine doomed() {
      return new Machine(id, name, displayName, looksLeft, true);
    }
  }
}
