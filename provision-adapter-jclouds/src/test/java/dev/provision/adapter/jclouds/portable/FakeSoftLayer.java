package dev.provision.adapter.jclouds.portable;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.provision.adapter.jclouds.FakeCloud;
import dev.provision.adapter.jclouds.answer.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// SoftLayer's REST API, as its reference describes it: a guest's password is there when it runs.
public final class FakeSoftLayer extends FakeCloud {
  private static final String USER =
      "Basic " + Base64.getEncoder().encodeToString("user:secret".getBytes(StandardCharsets.UTF_8));
  private static final String OPTIONS =
      """
      {"blockDevices": [{"itemPrice": {"hourlyRecurringFee": "0", "recurringFee": "0", "item": {"description": "25 GB (LOCAL)"}},
         "template": {"blockDevices": [{"device": "0", "diskImage": {"capacity": 25}}], "localDiskFlag": true}}],
       "datacenters": [{"template": {"datacenter": {"name": "ams01"}}}, {"template": {"datacenter": {"name": "fra07"}}}, {"template": {"datacenter": {"name": "fra09"}}}],
       "memory": [{"itemPrice": {"hourlyRecurringFee": ".02", "recurringFee": "14", "item": {"description": "1 GB"}}, "template": {"maxMemory": 1024}}],
       "networkComponents": [{"itemPrice": {"hourlyRecurringFee": "0", "recurringFee": "0", "item": {"description": "10 Mbps"}}, "template": {"networkComponents": [{"maxSpeed": 10}]}}],
       "operatingSystems": [{"itemPrice": {"hourlyRecurringFee": "0", "recurringFee": "0", "item": {"description": "Ubuntu"}}, "template": {"operatingSystemReferenceCode": "UBUNTU_24_64"}}, {"template": {"operatingSystemReferenceCode": "DEBIAN_7_64"}}, {"template": {"operatingSystemReferenceCode": "DEBIAN_9_64"}}],
       "processors": [{"itemPrice": {"hourlyRecurringFee": ".022", "recurringFee": "15", "item": {"description": "1 x 2.0 GHz Core"}}, "template": {"startCpus": 1}}]}
      """;
  private static final String SYSTEM =
      "{\"version\": \"24.04-64 Minimal\", \"referenceCode\": \"UBUNTU_24_64\","
          + " \"operatingSystem\": 1, \"longDescription\": \"Ubuntu / Ubuntu / 24.04-64 Minimal\"}";
  private static final String DATACENTER =
      "{\"id\": 265592, \"longName\": \"Amsterdam 1\", \"name\": \"ams01\"}";

  private final Map<String, Guest> guests = new LinkedHashMap<>();

  @Override
  public ResponseDefinitionBuilder answer(Call call) {
    if (refusesAccount || !call.token().equals(USER)) {
      return json(401, "{\"error\": \"Invalid API token.\", \"code\": \"SoftLayer_Exception\"}");
    }
    String thing = call.path().replaceFirst("^/v3(\\.[0-9])?/+", "");
    return switch (thing) {
      case "SoftLayer_Virtual_Guest/getCreateObjectOptions" -> json(200, OPTIONS);
      case "SoftLayer_Location_Datacenter/Datacenters" ->
          json(
              200,
              "["
                  + DATACENTER
                  + ", {\"name\": \"fra07\", \"longName\": \"Frankfurt 7\"}, {\"name\": \"fra09\","
                  + " \"longName\": \"Frankfurt 9\"}]");
      case "SoftLayer_Software_Description/getAllObjects" ->
          json(200, "[" + SYSTEM + "," + debian(7) + "," + debian(9) + "]");
      case "SoftLayer_Account/VirtualGuests" ->
          json(
              200,
              guests.values().stream().map(this::text).collect(Collectors.joining(",", "[", "]")));
      case "SoftLayer_Virtual_Guest" -> create(call.json());
      default -> one(thing);
    };
  }

  private static String debian(int version) {
    return "{\"referenceCode\": \"DEBIAN_%s_64\", \"operatingSystem\": 1, \"version\": \"%s.00-64\"}"
        .formatted(version, version);
  }

  private ResponseDefinitionBuilder create(JsonValue wanted) {
    String id = String.valueOf(3_001_812 + guests.size());
    Guest made =
        new Guest(
            id, wanted.all("parameters").getFirst().required("hostname"), 1 + looksUntilRunning);
    guests.put(id, made);
    return json(200, text(made));
  }

  private ResponseDefinitionBuilder one(String thing) {
    String[] parts = thing.split("/", -1);
    Guest guest = parts.length == 3 ? guests.get(parts[1]) : null;
    if (guest == null) {
      return json(404, "{\"error\": \"Unable to find object\", \"code\": \"NotFound\"}");
    }
    if (parts[2].equals("deleteObject")) {
      guests.remove(guest.id());
      return json(200, "true");
    }
    guests.put(guest.id(), new Guest(guest.id(), guest.name(), Math.max(0, guest.looksLeft() - 1)));
    return json(200, text(guest));
  }

  private String text(Guest guest) {
    String running =
        guest.looksLeft() > 0
            ? "\"powerState\": {\"keyName\": \"HALTED\"}"
            : """
            "powerState": {"keyName": "RUNNING"}, "primaryIpAddress": "%s", "primaryBackendIpAddress": "10.32.23.74",
            "operatingSystem": {"id": 1, "passwords": [{"id": 5, "username": "root", "password": "zX9"}],
             "softwareLicense": {"softwareDescription": %s}}
            """
                .formatted(addresses.apply(guest.id()), SYSTEM);
    return """
    {"id": %s, "hostname": "%s", "domain": "example.com", "fullyQualifiedDomainName": "%s.example.com", "maxCpu": 1, "maxMemory": 1024, "startCpus": 1,
     "statusId": 1001, "activeTransactionCount": 0, "accountId": 278184, "datacenter": %s, "dedicatedAccountHostOnlyFlag": false,
     "privateNetworkOnlyFlag": false, "createDate": "2026-01-01T00:00:00-07:00", %s}
    """
        .formatted(guest.id(), guest.name(), guest.name(), DATACENTER, running);
  }

  private record Guest(String id, String name, int looksLeft) {}
}
