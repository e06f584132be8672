package dev.provision.adapter.jclouds;

import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// SoftLayer's list of nodes. jclouds reads it whole or not at all, so that one odd entry would
/// hide the others.
///
/// @param rest asks
/// @param base the API's address
record SoftLayerGuests(Rest rest, String base) {
  private static final String ENDPOINT = "https://api.softlayer.com/rest";
  private static final String FIELDS =
      "powerState;datacenter;operatingSystem.softwareLicense.softwareDescription";

  static SoftLayerGuests open(Access access, Contexts contexts) {
    return new SoftLayerGuests(
        contexts.plain(BasicRest.class, "softlayer", ENDPOINT),
        access.endpoint().orElse(ENDPOINT).replaceFirst("/+$", ""));
  }

  List<Node> nodes() {
    URI place = URI.create(base + "/v3/SoftLayer_Account/VirtualGuests?objectMask=" + FIELDS);
    return Entries.nodes(Json.parseList(rest.get(place)), SoftLayerGuests::node);
  }

  private static Node node(Json guest) {
    String id = guest.required("id");
    return new Node(
        new NodeId(id),
        guest.text("hostname").orElse(id),
        state(guest.text("powerState/keyName").orElse("")),
        guest.text("primaryIpAddress").stream().toList(),
        guest.text("primaryBackendIpAddress").stream().toList(),
        guest
            .text("operatingSystem/softwareLicense/softwareDescription/referenceCode")
            .map(code -> new Image(code, code)),
        Optional.empty(),
        guest
            .text("datacenter/name")
            .map(name -> new Location(name, guest.text("datacenter/longName").orElse(name))),
        guest.time("createDate"));
  }

  private static Node.State state(String power) {
    return switch (power) {
      case "HALTED" -> Node.State.PENDING; // so it is while it is made, too
      case "RUNNING" -> Node.State.RUNNING;
      case "PAUSED" -> Node.State.STOPPED;
      default -> Node.State.UNKNOWN;
    };
  }
}
