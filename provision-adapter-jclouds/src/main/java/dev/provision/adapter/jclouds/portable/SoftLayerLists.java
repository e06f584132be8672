package dev.provision.adapter.jclouds.portable;

import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.adapter.jclouds.call.ListEntries;
import dev.provision.adapter.jclouds.rest.BasicRest;
import dev.provision.adapter.jclouds.rest.JcloudsContexts;
import dev.provision.adapter.jclouds.rest.Rest;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.Size;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// SoftLayer's lists. jclouds reads each whole or not at all, so that one odd entry would hide the
/// others. Things go by jclouds' ids here, since it makes the nodes; and what is offered in one
/// answer and described in none is left out, as jclouds leaves it out.
///
/// Tested by `OddListsTest` and `PortableTest`.
///
/// @param rest asks
/// @param base the API's address
record SoftLayerLists(Rest rest, String base) {
  private static final String ENDPOINT = "https://api.softlayer.com/rest";
  private static final String OFFERS = "SoftLayer_Virtual_Guest/getCreateObjectOptions";
  private static final String CENTERS = "SoftLayer_Location_Datacenter/Datacenters";
  private static final String SYSTEMS =
      "SoftLayer_Software_Description/getAllObjects"
          + "?objectMask=operatingSystem;longDescription;referenceCode";
  private static final String GUESTS =
      "SoftLayer_Account/VirtualGuests?objectMask="
          + "powerState;datacenter;operatingSystem.softwareLicense.softwareDescription";

  static SoftLayerLists open(AccountAccess access, JcloudsContexts contexts) {
    return new SoftLayerLists(
        contexts.plain(BasicRest.class, "softlayer", ENDPOINT),
        access.endpoint().orElse(ENDPOINT).replaceFirst("/+$", ""));
  }

  private String ask(String what) {
    return rest.get(URI.create(base + "/v3/" + what));
  }

  private JsonValue offers() {
    return JsonValue.parse(ask(OFFERS));
  }

  List<Location> locations() {
    Map<String, String> names = new TreeMap<>();
    List<Supplier<Location>> all = new ArrayList<>();
    for (JsonValue center : JsonValue.parseList(ask(CENTERS))) {
      read(() -> names.put(center.required("name"), center.text("longName").orElse("")), all);
    }
    all.addAll(
        0,
        described(offers().list("datacenters"), "template/datacenter/name", names, Location::new));
    return ListEntries.locations(all, Supplier::get);
  }

  List<Image> images() {
    Map<String, String> names = new TreeMap<>();
    List<Supplier<Image>> all = new ArrayList<>();
    for (JsonValue software : JsonValue.parseList(ask(SYSTEMS))) {
      read(
          () -> {
            boolean system = !software.required("operatingSystem").equals("0");
            // Old ones have no code any more, and are not offered.
            Optional<String> code = software.text("referenceCode").filter(_ -> system);
            code.ifPresent(known -> names.put(known, software.text("longDescription").orElse("")));
          },
          all);
    }
    all.addAll(
        0,
        described(
            offers().list("operatingSystems"),
            "template/operatingSystemReferenceCode",
            names,
            Image::new));
    return ListEntries.images(all, Supplier::get);
  }

  /// Notes what is to be read; if it cannot be, an entry that says why.
  private static <T> void read(Runnable reading, List<Supplier<T>> odd) {
    try {
      reading.run();
    } catch (IllegalArgumentException e) {
      odd.add(
          () -> {
            throw e;
          });
    }
  }

  /// Those that have a name, once each and in order; then those of which nobody can say whether.
  private static <T> List<Supplier<T>> described(
      List<JsonValue> offers,
      String field,
      Map<String, String> names,
      BiFunction<String, String, T> thing) {
    Set<String> offered = new LinkedHashSet<>();
    List<Supplier<T>> odd = new ArrayList<>();
    offers.forEach(offer -> read(() -> offered.add(offer.required(field)), odd));
    List<Supplier<T>> all = new ArrayList<>();
    names.forEach(
        (id, name) -> {
          if (offered.contains(id)) {
            all.add(() -> thing.apply(id, name.isEmpty() ? id : name));
          }
        });
    all.addAll(odd);
    return all;
  }

  /// Every disk with each number of processors and each amount of memory; then what cannot be read
  /// of the three.
  List<Size> sizes() {
    JsonValue offers = offers();
    List<Supplier<Size>> odd = new ArrayList<>();
    Set<SoftLayerSize.Disk> disks = new LinkedHashSet<>();
    Set<Integer> processors = new LinkedHashSet<>();
    Set<Integer> memories = new LinkedHashSet<>();
    for (JsonValue offer : offers.list("blockDevices")) {
      read(() -> disks.addAll(SoftLayerSize.disks(offer)), odd);
    }
    for (JsonValue offer : offers.list("processors")) {
      read(() -> processors.add(SoftLayerSize.number(offer, "template/startCpus")), odd);
    }
    for (JsonValue offer : offers.list("memory")) {
      read(() -> memories.add(SoftLayerSize.number(offer, "template/maxMemory")), odd);
    }
    List<Size> sizes = new ArrayList<>();
    for (SoftLayerSize.Disk disk : disks) {
      for (int cpus : processors) {
        memories.forEach(memory -> sizes.add(new SoftLayerSize(cpus, memory, disk).size()));
      }
    }
    sizes.sort(Comparator.comparing(Size::id));
    List<Supplier<Size>> all = new ArrayList<>();
    sizes.forEach(size -> all.add(() -> size));
    all.addAll(odd);
    return ListEntries.sizes(all, Supplier::get);
  }

  List<Node> nodes() {
    return ListEntries.nodes(JsonValue.parseList(ask(GUESTS)), SoftLayerLists::node);
  }

  private static Node node(JsonValue guest) {
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
