package dev.provision.adapter.jclouds.digitalocean;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.ProviderOption;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// DigitalOcean.
///
/// Locations, sizes and images go by their slugs, which are known without asking.
///
/// Tested by `DigitalOceanContractTest` and `CallsOfDeploymentsTest`.
final class DigitalOcean implements CloudApi {
  static final String ENDPOINT = "https://api.digitalocean.com/v2";

  private static final int PAGE = 200;
  private static final String REGION = "[a-z]{3}[0-9]";
  private static final String SIZE = "[a-z0-9]+-[0-9]+vcpu-.+";
  private static final String IMAGE = "[0-9]{6,}|[a-z0-9]+(-[a-z0-9]+)+";

  /// The first ones, so that they are known without asking.
  private static final String USUAL_REGION = "nyc3";

  private static final String USUAL_SIZE = "s-1vcpu-1gb";

  private final Rest rest;
  private final GivenOptions options;
  private final String base;
  private final String home;

  private DigitalOcean(Rest rest, AccountAccess access) {
    this.rest = rest;
    this.options = access.options();
    this.base = access.endpoint().orElse(ENDPOINT).replaceFirst("/+$", "");
    this.home = access.region().orElse(USUAL_REGION);
  }

  static DigitalOcean open(AccountAccess access, JcloudsContexts contexts) {
    return new DigitalOcean(contexts.plain(OAuthRest.class, "digitalocean2", ENDPOINT), access);
  }

  private URI place(String path) {
    return URI.create(base + path);
  }

  /// The members of a list, page after page.
  private List<JsonValue> all(String path, String key) {
    List<JsonValue> members = new ArrayList<>();
    ListPages pages = new ListPages();
    int page = 1;
    Optional<String> next;
    do {
      String paging = (path.contains("?") ? "&" : "?") + "per_page=" + PAGE + "&page=" + page++;
      JsonValue answer = JsonValue.parse(rest.get(place(path + paging)));
      members.addAll(answer.list(key));
      // We count ourselves: its address may lead past a proxy that we came through.
      next = answer.textIfAny("links/pages/next").map(pages::next);
    } while (next.isPresent());
    return members;
  }

  @Override
  public List<Location> locations() {
    return ListEntries.locations(
            all("/regions", "regions"),
            r -> new Location(r.required("slug"), r.text("name").orElse(r.required("slug"))))
        .stream()
        .sorted(Comparator.comparing(location -> !location.id().equals(home)))
        .toList();
  }

  @Override
  public Optional<Location> location(String text) {
    String slug = text.equals("0") ? home : text;
    return slug.matches(REGION) ? Optional.of(new Location(slug, slug)) : Optional.empty();
  }

  @Override
  public List<Size> sizes() {
    return ListEntries.sizes(all("/sizes", "sizes"), DigitalOceanMapping::size).stream()
        .sorted(Comparator.comparing(size -> !size.id().equals(USUAL_SIZE)))
        .toList();
  }

  @Override
  public Optional<Size> size(String text) {
    String slug = text.equals("0") ? USUAL_SIZE : text;
    return slug.matches(SIZE)
        ? Optional.of(
            new Size(
                slug, slug, OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty()))
        : Optional.empty();
  }

  @Override
  public List<Image> images() {
    List<JsonValue> images = new ArrayList<>(all("/images?type=distribution", "images"));
    images.addAll(all("/images?private=true", "images"));
    return ListEntries.images(images, DigitalOceanMapping::image);
  }

  @Override
  public Optional<Image> image(String text) {
    Optional<Image> known =
        KnownSystem.named(text)
            .flatMap(
                system -> system.digitalOcean().map(slug -> new Image(slug, system.fullName())));
    return known.isEmpty() && text.matches(IMAGE) ? Optional.of(new Image(text, text)) : known;
  }

  @Override
  public List<Node> nodes() {
    return ListEntries.nodes(all("/droplets", "droplets"), DigitalOceanMapping::node);
  }

  @Override
  public Optional<Node> node(NodeId id) {
    return Optional.ofNullable(rest.find(place("/droplets/" + id)))
        .map(text -> JsonValue.parse(text).object("droplet"))
        .map(DigitalOceanMapping::node);
  }

  @Override
  public Optional<Node> findByToken(NodeRequest request) {
    return all("/droplets?tag_name=" + DigitalOceanMapping.token(request), "droplets").stream()
        .findFirst()
        .map(DigitalOceanMapping::node);
  }

  @Override
  public Created create(NodeRequest request) {
    JsonObject body = DigitalOceanMapping.body(request, options);
    Optional<String> key =
        options.set(ProviderOption.KEY_PAIR).or(request::keyPair).map(this::keyId);
    key.ifPresent(
        id -> {
          JsonArray keys = new JsonArray();
          keys.add(id);
          body.add("ssh_keys", keys);
        });
    JsonValue made = JsonValue.parse(rest.post(place("/droplets"), body.toString()));
    return new Created(
        NodeCopies.pending(new NodeId(made.required("droplet/id")), request), Optional.empty());
  }

  /// Keys go by ids and fingerprints; names have to be looked up.
  private String keyId(String key) {
    if (key.matches("[0-9]+|([0-9a-f]{2}:){15}[0-9a-f]{2}")) {
      return key;
    }
    return all("/account/keys", "ssh_keys").stream()
        .filter(one -> one.text("name").equals(Optional.of(key)))
        .findFirst()
        .map(one -> one.required("id"))
        .orElseThrow(() -> options.invalid("there is no SSH key '" + key + "' in the account"));
  }

  /// A tag has no value that could change, so the node gets another one. It has both for a moment.
  @Override
  public void label(NodeId id, Map<String, String> labels) {
    List<String> before =
        JsonValue.parse(rest.get(place("/droplets/" + id))).all("droplet/tags").stream()
            .flatMap(tag -> tag.asText().stream())
            .toList();
    String resource = DigitalOceanMapping.resources(id).toString();
    labels.forEach(
        (key, value) -> {
          String tag = key + ":" + value;
          if (!before.contains(tag)) {
            if (rest.find(place("/tags/" + tag)) == null) {
              String _ = rest.post(place("/tags"), DigitalOceanMapping.named(tag).toString());
            }
            String _ = rest.post(place("/tags/" + tag + "/resources"), resource);
          }
          before.stream()
              .filter(old -> old.startsWith(key + ":") && !old.equals(tag))
              .forEach(old -> rest.delete(place("/tags/" + old + "/resources"), resource));
        });
  }

  @Override
  public void destroy(NodeId id) {
    rest.delete(place("/droplets/" + id));
  }

  @Override
  public void close() {
    JcloudsContexts.close(rest);
  }
}
