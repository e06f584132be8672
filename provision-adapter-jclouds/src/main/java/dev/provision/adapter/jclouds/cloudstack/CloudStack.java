package dev.provision.adapter.jclouds.cloudstack;

import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.adapter.jclouds.call.ListEntries;
import dev.provision.adapter.jclouds.call.ListPages;
import dev.provision.adapter.jclouds.node.CloudApi;
import dev.provision.adapter.jclouds.node.KnownSystem;
import dev.provision.adapter.jclouds.node.NodeCopies;
import dev.provision.adapter.jclouds.rest.JcloudsContexts;
import dev.provision.adapter.jclouds.rest.UnsignedRest;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Apache CloudStack.
///
/// Every request carries a signature of its parameters. A node carries its token in its display
/// name.
///
/// Tested by `CloudStackContractTest` and `CallsOfDeploymentsTest`.
final class CloudStack implements CloudApi {
  private static final String UUID = "[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}";
  private static final int PAGE = 500;

  private final UnsignedRest requests;
  private final GivenOptions options;
  private final String endpoint;
  private final String apiKey;
  private final Secret secret;

  private CloudStack(UnsignedRest requests, AccountAccess access) {
    this.requests = requests;
    this.options = access.options();
    this.endpoint =
        access
            .endpoint()
            .orElseThrow(
                () -> options.missing("the API's URL", "set endpoint or CLOUDSTACK_ENDPOINT"));
    this.apiKey = access.identity();
    this.secret = access.credential();
  }

  static CloudStack open(AccountAccess access, JcloudsContexts contexts) {
    return new CloudStack(
        contexts.plain(
            UnsignedRest.class,
            "cloudstack",
            access.endpoint().orElse("http://localhost:8080/client/api")),
        access);
  }

  private JsonValue ask(String command, Map<String, String> parameters) {
    Map<String, String> all = complete(command, parameters);
    String query = query(all);
    URI place = URI.create(endpoint + "?" + query + "&signature=" + encoded(signature(query)));
    return answer(command, requests.get(place));
  }

  /// By POST: Java itself sends a GET again whose connection breaks.
  private JsonValue askOnce(String command, Map<String, String> parameters) {
    Map<String, String> all = complete(command, parameters);
    all.put("signature", signature(query(all)));
    return answer(command, requests.post(URI.create(endpoint), all));
  }

  private Map<String, String> complete(String command, Map<String, String> parameters) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(parameters);
    all.put("command", command);
    all.put("apiKey", apiKey);
    all.put("response", "json");
    return all;
  }

  private static String query(Map<String, String> all) {
    return all.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static JsonValue answer(String command, String text) {
    return JsonValue.parse(text).object(command.toLowerCase(Locale.ROOT) + "response");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  private String signature(String query) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      byte[] signed = mac.doFinal(query.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }

  private List<JsonValue> all(String command, String key, Map<String, String> parameters) {
    List<JsonValue> members = new ArrayList<>();
    ListPages pages = new ListPages();
    for (int page = 1; ; page++) {
      Map<String, String> paged = new LinkedHashMap<>(parameters);
      paged.put("page", String.valueOf(page));
      paged.put("pagesize", String.valueOf(PAGE));
      JsonValue answer = ask(command, paged);
      List<JsonValue> some = some(answer, key);
      members.addAll(some);
      double count = answer.number("count").orElse(0.0);
      if (members.isEmpty() && count > 0) {
        throw new IllegalArgumentException(
            "it contains no %s, although it counts some".formatted(key));
      }
      if (some.isEmpty() || members.size() >= count) {
        return members;
      }
      String _ = pages.next(some.getFirst().text("id").orElse("page " + page));
    }
  }

  /// An empty list is left out, and then nothing else is there.
  private static List<JsonValue> some(JsonValue answer, String key) {
    if (answer.at(key).isEmpty() && answer.at("errortext").isPresent()) {
      throw new IllegalArgumentException(
          "it contains no %s, but: %s".formatted(key, answer.text("errortext").orElse("")));
    }
    return answer.listIfAny(key);
  }

  @Override
  public List<Location> locations() {
    return ListEntries.locations(
        all("listZones", "zone", Map.of("available", "true")),
        zone -> new Location(zone.required("id"), zone.text("name").orElse(zone.required("id"))));
  }

  @Override
  public Optional<Location> location(String text) {
    return text.matches(UUID) ? Optional.of(new Location(text, text)) : Optional.empty();
  }

  @Override
  public List<Size> sizes() {
    return ListEntries.sizes(
        all("listServiceOfferings", "serviceoffering", Map.of()), CloudStackMapping::size);
  }

  @Override
  public Optional<Size> size(String text) {
    return text.matches(UUID) ? Optional.of(CloudStackMapping.sizeOfId(text)) : Optional.empty();
  }

  @Override
  public List<Image> images() {
    List<JsonValue> ready =
        all("listTemplates", "template", Map.of("templatefilter", "executable")).stream()
            .filter(template -> !template.text("isready").equals(Optional.of("false")))
            .toList();
    return ListEntries.images(ready, CloudStackMapping::image).stream().distinct().toList();
  }

  @Override
  public Optional<Image> image(String text) {
    if (text.matches(UUID)) {
      return all("listTemplates", "template", Map.of("templatefilter", "executable", "id", text))
          .stream()
          .findFirst()
          .map(CloudStackMapping::image);
    }
    return KnownSystem.named(text)
        .flatMap(
            system ->
                images().stream()
                    .filter(image -> system.isIn(image.name()))
                    .reduce((_, later) -> later));
  }

  @Override
  public List<Node> nodes() {
    return ListEntries.nodes(machines(Map.of()), CloudStackMapping::node);
  }

  private List<JsonValue> machines(Map<String, String> parameters) {
    return all("listVirtualMachines", "virtualmachine", parameters);
  }

  @Override
  public Optional<Node> node(NodeId id) {
    return machines(Map.of("id", id.value())).stream().findFirst().map(CloudStackMapping::node);
  }

  @Override
  public Optional<Node> findByToken(NodeRequest request) {
    return machines(Map.of("name", request.name())).stream()
        .filter(
            machine ->
                machine
                    .text("displayname")
                    .orElse("")
                    .equals(CloudStackMapping.displayName(request)))
        .findFirst()
        .map(CloudStackMapping::node);
  }

  @Override
  public Created create(NodeRequest request) {
    JsonValue answer = askOnce("deployVirtualMachine", CloudStackMapping.form(request, options));
    return new Created(
        NodeCopies.pending(new NodeId(answer.required("id")), request).labelled(Map.of()),
        Optional.empty());
  }

  @Override
  public void destroy(NodeId id) {
    JsonValue _ = ask("destroyVirtualMachine", Map.of("id", id.value()));
  }

  @Override
  public void close() {
    JcloudsContexts.close(requests);
  }
}
