package dev.provision.adapter.jclouds.azure;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.provision.adapter.jclouds.FakeCloud;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Azure's resource manager, as its reference describes it; lists of machines have two a page.
public final class FakeAzure extends FakeCloud {
  private static final int PAGE = 2;
  private static final String BASE = "/subscriptions/s1";
  private static final String GROUP = BASE + "/resourceGroups/provision";
  private static final String MACHINES = GROUP + "/providers/Microsoft.Compute/virtualMachines/";
  private static final String NETWORK = GROUP + "/providers/Microsoft.Network/";

  private static final String TAGS = "/providers/Microsoft.Resources/tags/default";

  private final Map<String, Machine> machines = new LinkedHashMap<>();

  /// Where the group and the parts of the network are, by their paths.
  private final Map<String, String> places = new LinkedHashMap<>();

  @Override
  public ResponseDefinitionBuilder answer(Call call) {
    if (refusesAccount || !call.token().equals("Bearer secret")) {
      return error(401, "AuthenticationFailed", "Authentication failed.");
    }
    if (call.path().startsWith(MACHINES)) {
      String name = call.path().substring(MACHINES.length());
      if (name.endsWith(TAGS)) {
        return label(call, name.substring(0, name.length() - TAGS.length()));
      }
      return name.isEmpty() ? list(call) : one(call, name);
    }
    if (call.path().equals(GROUP)) {
      return call.method().equals("PUT") ? put(call, GROUP) : get(GROUP);
    }
    if (call.path().startsWith(NETWORK)) {
      return network(call);
    }
    return switch (call.path()) {
      case BASE + "/locations" ->
          json(
              200,
              "{\"value\": [{\"name\": \"westeurope\", \"displayName\": \"West Europe\"},"
                  + " {\"name\": \"eastus\", \"displayName\": \"East US\"}]}");
      case BASE + "/providers/Microsoft.Compute/locations/eastus/vmSizes" ->
          json(
              200,
              "{\"value\": [{\"name\": \"Standard_B2s\", \"numberOfCores\": 2, \"memoryInMB\":"
                  + " 4096}, {\"name\": \"Standard_B1s\", \"numberOfCores\": 1, \"memoryInMB\":"
                  + " 1024}]}");
      default -> error(404, "NotFound", "The resource was not found: " + call.path());
    };
  }

  private static ResponseDefinitionBuilder error(int status, String code, String message) {
    return json(
        status, "{\"error\": {\"code\": \"%s\", \"message\": \"%s\"}}".formatted(code, message));
  }

  private ResponseDefinitionBuilder list(Call call) {
    List<Machine> all = new ArrayList<>(machines.values());
    int from = call.get("$skiptoken").isEmpty() ? 0 : Integer.parseInt(call.get("$skiptoken"));
    String members =
        all.subList(from, Math.min(all.size(), from + PAGE)).stream()
            .map(FakeAzure::text)
            .collect(Collectors.joining(","));
    String next =
        from + PAGE < all.size()
            ? ", \"nextLink\": \"%s%s?api-version=2024-07-01&$skiptoken=%s\""
                .formatted(url(), MACHINES, from + PAGE)
            : "";
    return json(200, "{\"value\": [" + members + "]" + next + "}");
  }

  private ResponseDefinitionBuilder one(Call call, String name) {
    Machine machine = machines.get(name);
    if (call.method().equals("PUT")) {
      String tags = call.json().object("tags").value().toString();
      Machine made = new Machine(name, tags, looksUntilRunning, false);
      machines.put(name, made);
      return json(201, text(made));
    }
    if (machine == null) {
      return error(404, "ResourceNotFound", "The Resource '" + name + "' was not found.");
    }
    if (call.method().equals("DELETE")) {
      machines.put(name, machine.doomed());
      return nothing(202);
    }
    if (machine.isDoomed()) {
      machines.remove(name);
    } else {
      machines.put(name, machine.looked());
    }
    return json(200, text(machine));
  }

  /// https://learn.microsoft.com/rest/api/resources/tags/create-or-update-at-scope: "allows adding
  /// or replacing the entire set of tags on the specified resource".
  private ResponseDefinitionBuilder label(Call call, String name) {
    Machine machine = machines.get(name);
    if (machine == null) {
      return error(404, "ResourceNotFound", "The Resource '" + name + "' was not found.");
    }
    if (!call.method().equals("PUT") || !call.get("api-version").equals("2021-04-01")) {
      return error(400, "InvalidApiVersionParameter", "The api-version is invalid.");
    }
    String tags = call.json().object("properties").object("tags").value().toString();
    machines.put(name, new Machine(name, tags, machine.looksLeft(), machine.isDoomed()));
    return json(200, "{\"properties\": {\"tags\": " + tags + "}}");
  }

  private ResponseDefinitionBuilder network(Call call) {
    String thing = call.path().substring(NETWORK.length());
    String name = thing.substring(thing.indexOf('/') + 1);
    if (call.method().equals("PUT")) {
      return put(call, thing);
    }
    if (call.method().equals("DELETE")) {
      places.remove(thing);
      return nothing(202);
    }
    if (!thing.contains("/")) {
      String members =
          places.keySet().stream()
              .filter(one -> one.startsWith(thing + "/"))
              .map(one -> text(one.substring(thing.length() + 1), thing))
              .collect(Collectors.joining(","));
      return json(200, "{\"value\": [" + members + "]}");
    }
    return places.containsKey(thing)
        ? json(200, text(name, thing.substring(0, thing.indexOf('/'))))
        : get(thing);
  }

  private ResponseDefinitionBuilder get(String thing) {
    return places.containsKey(thing)
        ? json(200, "{\"location\": \"" + places.get(thing) + "\"}")
        : error(404, "ResourceNotFound", "The Resource '" + thing + "' was not found.");
  }

  /// What is there cannot be moved.
  private ResponseDefinitionBuilder put(Call call, String thing) {
    String place = call.json().required("location");
    String there = places.putIfAbsent(thing, place);
    return there == null || there.equals(place)
        ? json(201, "{\"location\": \"" + place + "\"}")
        : error(
            409,
            "InvalidResourceLocation",
            "The resource '%s' already exists in location '%s'".formatted(thing, there));
  }

  private String text(String name, String kind) {
    return kind.equals("publicIPAddresses")
        ? "{\"name\": \"%s\", \"properties\": {\"ipAddress\": \"%s\"}}"
            .formatted(name, addresses.apply(name))
        : "{\"name\": \"%s\", \"properties\": {\"ipConfigurations\": [{\"properties\": {\"privateIPAddress\": \"10.0.0.4\"}}]}}"
            .formatted(name);
  }

  private static String text(Machine machine) {
    String state =
        machine.isDoomed() ? "Deleting" : machine.looksLeft() > 0 ? "Creating" : "Succeeded";
    return """
    {"name": "%s", "location": "eastus", "tags": %s,
     "properties": {"vmId": "v", "provisioningState": "%s", "hardwareProfile": {"vmSize": "Standard_B1s"}, "timeCreated": "2026-01-01T00:00:00.1234567+00:00",
      "storageProfile": {"imageReference": {"publisher": "Canonical", "offer": "ubuntu-24_04-lts", "sku": "server", "version": "latest"}},
      "instanceView": {"statuses": [{"code": "ProvisioningState/succeeded"}, {"code": "PowerState/running"}]}}}
    """
        .formatted(machine.name(), machine.tags(), state);
  }

  private record Machine(String name, String tags, int looksLeft, boolean isDoomed) {
    Machine looked() {
      return new Machine(name, tags, Math.max(0, looksLeft - 1), isDoomed);
    }

    Machine doomed() {
      return new Machine(name, tags, looksLeft, true);
    }
  }
}
