package dev.provision.adapter.jclouds.gce;

import com.google.gson.JsonObject;
import com.google.inject.AbstractModule;
import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.adapter.jclouds.call.ListEntries;
import dev.provision.adapter.jclouds.call.ListPages;
import dev.provision.adapter.jclouds.node.CloudApi;
import dev.provision.adapter.jclouds.node.KnownSystem;
import dev.provision.adapter.jclouds.node.NodeCopies;
import dev.provision.adapter.jclouds.rest.JcloudsContexts;
import dev.provision.adapter.jclouds.rest.OAuthRest;
import dev.provision.adapter.jclouds.rest.Rest;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jclouds.oauth.v2.config.OAuthScopes;

/// Google Compute Engine.
///
/// A location is a zone, a node's id is `ZONE/NAME`: names are unique in a zone, so that a request
/// that is sent twice makes one node. An image is `PROJECT/IMAGE`, or `PROJECT/family/FAMILY`.
///
/// Tested by `GoogleContractTest` and `CallsOfDeploymentsTest`.
final class Gce implements CloudApi {
  static final String ENDPOINT = "https://compute.googleapis.com/compute/v1";

  private static final String SCOPE = "https://www.googleapis.com/auth/compute";
  private static final String USUAL_ZONE = "us-central1-a";
  private static final String USUAL_SIZE = "e2-micro";
  private static final String ZONE = "[a-z]+-[a-z]+[0-9]+-[a-z]";
  private static final String SIZE = "[a-z][a-z0-9]*-[a-z0-9-]+";

  private final Rest rest;
  private final GivenOptions options;
  private final String base;
  private final String home;

  private Gce(Rest rest, AccountAccess access) {
    this.rest = rest;
    this.options = access.options();
    this.base = access.endpoint().orElseThrow();
    this.home = access.region().orElse(USUAL_ZONE);
  }

  static Gce open(AccountAccess access, JcloudsContexts contexts) {
    return new Gce(
        contexts.with(new Scope()).plain(OAuthRest.class, "google-compute-engine", ENDPOINT),
        access);
  }

  private URI place(String path) {
    return URI.create(base + path);
  }

  private List<JsonValue> all(String path) {
    return pages(path, answer -> answer.listIfAny("items"));
  }

  private List<JsonValue> pages(String path, Function<JsonValue, List<JsonValue>> members) {
    List<JsonValue> all = new ArrayList<>();
    ListPages pages = new ListPages();
    Optional<String> next = Optional.empty();
    do {
      String paging =
          next.map(token -> "?pageToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8))
              .orElse("");
      JsonValue answer = JsonValue.parse(rest.get(place(path + paging)));
      String _ = answer.required("kind"); // every answer has one
      all.addAll(members.apply(answer));
      next = answer.textIfAny("nextPageToken").map(pages::next);
    } while (next.isPresent());
    return all;
  }

  @Override
  public List<Location> locations() {
    return ListEntries.locations(
            all("/zones"), zone -> new Location(zone.required("name"), zone.required("name")))
        .stream()
        .sorted(Comparator.comparing(location -> !location.id().equals(home)))
        .toList();
  }

  @Override
  public Optional<Location> location(String text) {
    String zone = text.equals("0") ? home : text;
    return zone.matches(ZONE) ? Optional.of(new Location(zone, zone)) : Optional.empty();
  }

  @Override
  public List<Size> sizes() {
    return ListEntries.sizes(all("/zones/" + home + "/machineTypes"), GceMapping::size).stream()
        .sorted(Comparator.comparing(size -> !size.id().equals(USUAL_SIZE)))
        .toList();
  }

  @Override
  public Optional<Size> size(String text) {
    String id = text.equals("0") ? USUAL_SIZE : text;
    return id.matches(SIZE)
        ? Optional.of(
            new Size(id, id, OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty()))
        : Optional.empty();
  }

  /// The project's own, and the families of the systems that have a short name.
  @Override
  public List<Image> images() {
    Stream<Image> own =
        ListEntries.images(
            all("/global/images"),
            image -> new Image(project() + "/" + image.required("name"), image.required("name")))
            .stream();
    return Stream.concat(own, Stream.of(KnownSystem.values()).flatMap(s -> family(s).stream()))
        .toList();
  }

  private String project() {
    return base.substring(base.lastIndexOf('/') + 1);
  }

  private static Optional<Image> family(KnownSystem system) {
    return system.google().map(name -> new Image(name.replace("/", "/family/"), system.fullName()));
  }

  @Override
  public Optional<Image> image(String text) {
    Optional<Image> known = KnownSystem.named(text).flatMap(Gce::family);
    return known.isEmpty() && text.matches("[a-z0-9-]+/(family/)?[a-z0-9-]+")
        ? Optional.of(new Image(text, text))
        : known;
  }

  @Override
  public List<Node> nodes() {
    List<JsonValue> zones = pages("/aggregated/instances", answer -> answer.valuesIfAny("items"));
    return ListEntries.nodes(
        zones.stream().flatMap(zone -> zone.listIfAny("instances").stream()).toList(),
        GceMapping::node);
  }

  @Override
  public Optional<Node> node(NodeId id) {
    return instance(id).map(GceMapping::node);
  }

  private Optional<JsonValue> instance(NodeId id) {
    return Optional.ofNullable(rest.find(instancePlace(id))).map(JsonValue::parse);
  }

  private URI instancePlace(NodeId id) {
    int slash = id.value().indexOf('/');
    String zone = slash < 0 ? home : id.value().substring(0, slash);
    return place("/zones/" + zone + "/instances/" + id.value().substring(slash + 1));
  }

  private static NodeId id(NodeRequest request) {
    return new NodeId(request.location().id() + "/" + request.name());
  }

  @Override
  public Optional<Node> findByToken(NodeRequest request) {
    return instance(id(request))
        .filter(instance -> GceMapping.token(instance).equals(Optional.of(request.token())))
        .map(GceMapping::node);
  }

  @Override
  public Created create(NodeRequest request) {
    JsonObject body = GceMapping.body(request, options, base);
    URI place = place("/zones/" + request.location().id() + "/instances");
    String _ = JsonValue.parse(rest.post(place, body.toString())).required("kind");
    return new Created(NodeCopies.pending(id(request), request), Optional.empty());
  }

  @Override
  public void destroy(NodeId id) {
    rest.delete(instancePlace(id));
  }

  /// All metadata is sent again; the fingerprint proves that no one has changed it meanwhile.
  @Override
  public void label(NodeId id, Map<String, String> labels) {
    JsonValue instance = JsonValue.parse(rest.get(instancePlace(id)));
    URI place = URI.create(instancePlace(id) + "/setMetadata");
    String _ =
        JsonValue.parse(rest.post(place, GceMapping.changed(instance, labels).toString()))
            .required("kind");
  }

  @Override
  public Optional<String> console(NodeId id) {
    URI place = URI.create(instancePlace(id) + "/serialPort");
    return Optional.ofNullable(rest.find(place))
        .map(JsonValue::parse)
        .flatMap(answer -> answer.text("contents"));
  }

  @Override
  public void close() {
    JcloudsContexts.close(rest);
  }

  private static final class Scope extends AbstractModule {
    @Override
    protected void configure() {
      bind(OAuthScopes.class).toInstance(OAuthScopes.SingleScope.create(SCOPE));
    }
  }
}
