package dev.provision.adapter.jclouds.gce;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.google.gson.JsonObject;
import dev.provision.adapter.jclouds.FakeCloud;
import dev.provision.adapter.jclouds.answer.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Google's compute API, as its reference describes it; lists of instances have two a page.
public final class FakeGoogle extends FakeCloud {
  private static final int PAGE = 2;
  private static final String BASE = "/compute/v1/projects/demo";

  private final Map<String, Instance> instances = new LinkedHashMap<>();

  @Override
  public ResponseDefinitionBuilder answer(Call call) {
    if (refusesAccount || !call.token().equals("Bearer secret")) {
      return error(401, "Request had invalid authentication credentials.", "authError");
    }
    String path = call.path().substring(BASE.length());
    return switch (call.method() + " " + path) {
      case "GET /zones" ->
          json(
              200,
              "{\"kind\": \"compute#zoneList\", \"items\": [{\"name\": \"europe-west1-b\"},"
                  + " {\"name\": \"us-central1-a\"}]}");
      case "GET /zones/us-central1-a/machineTypes" ->
          json(
              200,
              "{\"kind\": \"compute#machineTypeList\", \"items\": [{\"name\": \"e2-small\","
                  + " \"guestCpus\": 2, \"memoryMb\": 2048}, {\"name\": \"e2-micro\","
                  + " \"guestCpus\": 2, \"memoryMb\": 1024}]}");
      case "GET /global/images" -> json(200, "{\"kind\": \"compute#imageList\"}");
      case "GET /aggregated/instances" -> list(call);
      case "POST /zones/us-central1-a/instances" -> create(call.json());
      default -> path.endsWith("/setMetadata") ? label(call, path) : one(call.method(), path);
    };
  }

  private static ResponseDefinitionBuilder error(int status, String message, String reason) {
    return json(
        status,
        "{\"error\": {\"code\": %s, \"message\": \"%s\", \"errors\": [{\"reason\": \"%s\"}]}}"
            .formatted(status, message, reason));
  }

  private ResponseDefinitionBuilder list(Call call) {
    List<Instance> all = new ArrayList<>(instances.values());
    int from = call.get("pageToken").isEmpty() ? 0 : Integer.parseInt(call.get("pageToken"));
    String members =
        all.subList(from, Math.min(all.size(), from + PAGE)).stream()
            .map(this::text)
            .collect(Collectors.joining(","));
    String next = from + PAGE < all.size() ? ", \"nextPageToken\": \"" + (from + PAGE) + "\"" : "";
    return json(
        200,
        "{\"kind\": \"compute#instanceAggregatedList\", \"items\": {\"zones/us-central1-a\": {\"instances\": [%s]}, \"zones/europe-west1-b\": {\"warning\": {\"code\": \"NO_RESULTS_ON_PAGE\"}}}%s}"
            .formatted(members, next));
  }

  private ResponseDefinitionBuilder create(JsonValue wanted) {
    String name = wanted.required("name");
    if (instances.containsKey(name)) {
      return error(409, "The resource 'instances/" + name + "' already exists", "alreadyExists");
    }
    String metadata = wanted.object("metadata").value().toString();
    instances.put(name, new Instance(name, metadata, looksUntilRunning, false));
    return json(
        200,
        "{\"kind\": \"compute#operation\", \"name\": \"operation-1\", \"status\": \"RUNNING\"}");
  }

  /// https://cloud.google.com/compute/docs/reference/rest/v1/instances/setMetadata: all items are
  /// replaced; the fingerprint "must always be up-to-date", else 412 `conditionNotMet`.
  private ResponseDefinitionBuilder label(Call call, String path) {
    String[] parts = path.split("/", -1);
    Instance instance = instances.get(parts[parts.length - 2]);
    if (instance == null) {
      return error(404, "The resource '" + path + "' was not found", "notFound");
    }
    if (!call.method().equals("POST")
        || !call.json().text("fingerprint").equals(Optional.of(instance.fingerprint()))) {
      return error(412, "Supplied fingerprint does not match", "conditionNotMet");
    }
    JsonObject metadata = call.json().value().getAsJsonObject();
    metadata.remove("fingerprint");
    instances.put(
        instance.name(),
        new Instance(
            instance.name(), metadata.toString(), instance.looksLeft(), instance.isDoomed()));
    return json(200, "{\"kind\": \"compute#operation\", \"name\": \"operation-3\"}");
  }

  private ResponseDefinitionBuilder one(String method, String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    Instance instance = instances.get(name);
    if (instance == null) {
      return error(404, "The resource 'instances/" + name + "' was not found", "notFound");
    }
    if (method.equals("DELETE")) {
      instances.put(name, instance.doomed());
      return json(200, "{\"kind\": \"compute#operation\", \"name\": \"operation-2\"}");
    }
    if (instance.isDoomed()) {
      instances.remove(name);
    } else {
      instances.put(name, instance.looked());
    }
    return json(200, text(instance));
  }

  private String text(Instance instance) {
    boolean runs = instance.looksLeft() == 0;
    String status = instance.isDoomed() ? "STOPPING" : runs ? "RUNNING" : "STAGING";
    String config =
        runs
            ? "{\"type\": \"ONE_TO_ONE_NAT\", \"natIP\": \""
                + addresses.apply(instance.name())
                + "\"}"
            : "";
    return """
    {"kind": "compute#instance", "id": "1", "name": "%s", "status": "%s", "creationTimestamp": "2026-01-01T00:00:00.000-07:00",
     "zone": "https://www.googleapis.com/compute/v1/projects/demo/zones/us-central1-a",
     "machineType": "https://www.googleapis.com/compute/v1/projects/demo/zones/us-central1-a/machineTypes/e2-micro",
     "networkInterfaces": [{"networkIP": "10.128.0.2", "accessConfigs": [%s]}],
     "metadata": %s}
    """
        .formatted(
            instance.name(),
            status,
            config,
            instance
                .metadata()
                .replaceFirst("^\\{", "{\"fingerprint\": \"" + instance.fingerprint() + "\", "));
  }

  private record Instance(String name, String metadata, int looksLeft, boolean isDoomed) {
    /// It changes with the metadata.
    String fingerprint() {
      return Integer.toHexString(metadata.hashCode());
    }

    Instance looked() {
      return new Instance(name, metadata, Math.max(0, looksLeft - 1), isDoomed);
    }

    Instance doomed() {
      return new Instance(name, metadata, looksLeft, true);
    }
  }
}
