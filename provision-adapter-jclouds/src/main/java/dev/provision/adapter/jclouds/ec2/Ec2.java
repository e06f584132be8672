package dev.provision.adapter.jclouds.ec2;

import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.adapter.jclouds.answer.XmlElement;
import dev.provision.adapter.jclouds.call.ListEntries;
import dev.provision.adapter.jclouds.call.ListPages;
import dev.provision.adapter.jclouds.node.CloudApi;
import dev.provision.adapter.jclouds.node.KnownSystem;
import dev.provision.adapter.jclouds.node.NodeCopies;
import dev.provision.adapter.jclouds.rest.JcloudsContexts;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Amazon EC2, and clouds with its API.
///
/// The first location is the account's region, in which the cloud chooses a zone; the others are
/// its zones.
///
/// Tested by `Ec2ContractTest` and `CallsOfDeploymentsTest`.
final class Ec2 implements CloudApi {
  private static final String TYPE = "[a-z][a-z0-9-]*\\.[a-z0-9-]+";
  private static final String IMAGE = "ami-[0-9a-z-]+";

  /// The first of the sizes, so that it is known without asking.
  private static final String SMALLEST = "t3.micro";

  private final Ec2Query query;
  private final GivenOptions options;
  private final String region;

  /// What images that were seen call their root disks.
  private final Map<String, String> rootDevices = new ConcurrentHashMap<>();

  private Ec2(Ec2Query query, GivenOptions options, String region) {
    this.query = query;
    this.options = options;
    this.region = region;
  }

  static Ec2 open(AccountAccess access, JcloudsContexts contexts) {
    String region = access.region().orElseThrow();
    return new Ec2(
        contexts.with(new Ec2Metadata.Signing(region)).api(Ec2Metadata.usual(), Ec2Query.class),
        access.options(),
        region);
  }

  private XmlElement ask(String action, Map<String, String> parameters) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("Action", action);
    form.putAll(parameters);
    XmlElement answer = XmlElement.parse(Optional.ofNullable(query.ask(form)).orElse(""));
    if (!answer.element().getTagName().equals(action + "Response")) {
      throw new IllegalArgumentException("it does not answer " + action);
    }
    return answer;
  }

  /// Page after page.
  private void pages(String action, Map<String, String> parameters, Consumer<XmlElement> each) {
    Map<String, String> form = new LinkedHashMap<>(parameters);
    ListPages pages = new ListPages();
    Optional<String> next;
    do {
      XmlElement page = ask(action, form);
      each.accept(page);
      next = page.text("nextToken").map(pages::next);
      next.ifPresent(token -> form.put("NextToken", token));
    } while (next.isPresent());
  }

  @Override
  public List<Location> locations() {
    List<Location> locations = new ArrayList<>();
    locations.add(home());
    List<XmlElement> zones =
        ask(
                "DescribeAvailabilityZones",
                Map.of("Filter.1.Name", "state", "Filter.1.Value.1", "available"))
            .items("availabilityZoneInfo");
    locations.addAll(ListEntries.locations(zones, zone -> zone(zone.required("zoneName"))));
    return locations;
  }

  private Location home() {
    return new Location(region, region + ", any zone");
  }

  private static Location zone(String name) {
    return new Location(name, name);
  }

  @Override
  public Optional<Location> location(String text) {
    if (text.equals("0") || text.equals(region)) {
      return Optional.of(home());
    }
    return text.startsWith(region) ? Optional.of(zone(text)) : Optional.empty();
  }

  @Override
  public List<Size> sizes() {
    List<XmlElement> types = new ArrayList<>();
    pages(
        "DescribeInstanceTypes",
        Map.of(
            "Filter.1.Name", "processor-info.supported-architecture",
            "Filter.1.Value.1", "x86_64",
            "Filter.2.Name", "current-generation",
            "Filter.2.Value.1", "true"),
        page -> types.addAll(page.items("instanceTypeSet")));
    List<Size> sizes = new ArrayList<>(ListEntries.sizes(types, Ec2Mapping::size));
    sizes.sort(
        Comparator.comparing((Size size) -> !size.id().equals(SMALLEST))
            .thenComparingLong(size -> size.memoryBytes().orElse(0))
            .thenComparing(Size::id));
    return sizes;
  }

  @Override
  public Optional<Size> size(String text) {
    String id = text.equals("0") ? SMALLEST : text;
    return id.matches(TYPE)
        ? Optional.of(
            new Size(id, id, OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty()))
        : Optional.empty();
  }

  /// The account's own, and those of the systems that have a short name: all of them would be tens
  /// of thousands.
  @Override
  public List<Image> images() {
    Map<String, String> known = new LinkedHashMap<>();
    known.put("Filter.1.Name", "name");
    List<KnownSystem.Ec2Name> names =
        Stream.of(KnownSystem.values()).flatMap(system -> system.ec2().stream()).toList();
    List<String> owners = names.stream().map(KnownSystem.Ec2Name::owner).distinct().toList();
    number(known, "Filter.1.Value.", names.stream().map(KnownSystem.Ec2Name::pattern).toList());
    number(known, "Owner.", owners);
    return ListEntries.images(
        Stream.concat(describeImages(Map.of("Owner.1", "self")), describeImages(known)).toList(),
        this::image);
  }

  private static void number(Map<String, String> form, String prefix, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      form.put(prefix + (i + 1), values.get(i));
    }
  }

  /// Those that nodes can be made from, oldest first.
  private Stream<XmlElement> describeImages(Map<String, String> parameters) {
    return ask("DescribeImages", parameters).items("imagesSet").stream()
        .filter(image -> image.text("imageState").orElse("available").equals("available"))
        .sorted(Comparator.comparing(image -> image.text("creationDate").orElse("")));
  }

  @Override
  public Optional<Image> image(String text) {
    if (text.matches(IMAGE)) {
      return describeImages(Map.of("ImageId.1", text)).findFirst().map(this::image);
    }
    return KnownSystem.named(text)
        .flatMap(KnownSystem::ec2)
        .flatMap(
            name ->
                describeImages(
                        Map.of(
                            "Owner.1", name.owner(),
                            "Filter.1.Name", "name",
                            "Filter.1.Value.1", name.pattern()))
                    .reduce((_, newer) -> newer)
                    .map(this::image));
  }

  private Image image(XmlElement described) {
    Image image = Ec2Mapping.image(described);
    described.text("rootDeviceName").ifPresent(device -> rootDevices.put(image.id(), device));
    return image;
  }

  private String rootDevice(String imageId) {
    if (!rootDevices.containsKey(imageId)) {
      Optional<Image> _ = image(imageId);
    }
    return rootDevices.getOrDefault(imageId, "/dev/sda1");
  }

  @Override
  public Optional<String> imageName(String imageId) {
    return image(imageId).map(Image::name);
  }

  @Override
  public List<Node> nodes() {
    List<XmlElement> instances = new ArrayList<>();
    pages("DescribeInstances", Map.of(), page -> instances.addAll(Ec2Mapping.instances(page)));
    return ListEntries.nodes(instances, Ec2Mapping::node);
  }

  private Optional<Node> only(String filter, String value) {
    return Ec2Mapping.instances(
            ask("DescribeInstances", Map.of("Filter.1.Name", filter, "Filter.1.Value.1", value)))
        .stream()
        .findFirst()
        .map(Ec2Mapping::node);
  }

  /// By a filter: that an id is unknown yet would be an error.
  @Override
  public Optional<Node> node(NodeId id) {
    return only("instance-id", id.value());
  }

  @Override
  public boolean knowsTokens() {
    return true;
  }

  @Override
  public Optional<Node> findByToken(NodeRequest request) {
    return only("client-token", Ec2Mapping.token(request));
  }

  @Override
  public Created create(NodeRequest request) {
    Optional<String> rootDevice =
        options.number(ProviderOption.DISK_SIZE).map(_ -> rootDevice(request.image().id()));
    XmlElement answer = ask("RunInstances", Ec2Mapping.form(request, options, region, rootDevice));
    XmlElement made =
        answer.items("instancesSet").stream()
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("it contains no instance"));
    return new Created(
        NodeCopies.pending(new NodeId(made.required("instanceId")), request), Optional.empty());
  }

  @Override
  public void destroy(NodeId id) {
    XmlElement _ = ask("TerminateInstances", Map.of("InstanceId.1", id.value()));
  }

  /// "Adds or overwrites only the specified tags."
  @Override
  public void label(NodeId id, Map<String, String> labels) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("ResourceId.1", id.value());
    int number = 0;
    for (Map.Entry<String, String> label : labels.entrySet()) {
      form.put("Tag." + ++number + ".Key", label.getKey());
      form.put("Tag." + number + ".Value", label.getValue());
    }
    XmlElement _ = ask("CreateTags", form);
  }

  @Override
  public Optional<String> console(NodeId id) {
    return ask("GetConsoleOutput", Map.of("InstanceId", id.value()))
        .text("output")
        .map(text -> new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    JcloudsContexts.close(query);
  }
}
