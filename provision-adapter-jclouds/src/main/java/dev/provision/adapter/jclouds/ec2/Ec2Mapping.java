package dev.provision.adapter.jclouds.ec2;

import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.adapter.jclouds.answer.OddFields;
import dev.provision.adapter.jclouds.answer.XmlElement;
import dev.provision.adapter.jclouds.node.CloudApi;
import dev.provision.adapter.jclouds.node.OwnLabels;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// EC2's values in ours, and ours in EC2's.
final class Ec2Mapping {
  private static final long MEBIBYTE = 1L << 20;
  private static final int LONGEST_TOKEN = 64;
  private static final String NUMBER = "[0-9]{1,9}";

  private Ec2Mapping() {}

  static Size size(XmlElement type) {
    String id = type.required("instanceType");
    return new Size(
        id,
        id,
        number(type, "vCpuInfo/defaultVCpus")
            .map(cpus -> OptionalDouble.of(cpus))
            .orElse(OptionalDouble.empty()),
        number(type, "memoryInfo/sizeInMiB")
            .map(size -> OptionalLong.of(size * MEBIBYTE))
            .orElse(OptionalLong.empty()),
        OptionalLong.empty());
  }

  private static Optional<Integer> number(XmlElement from, String path) {
    Optional<String> text = from.text(path);
    if (text.isPresent() && !text.get().matches(NUMBER)) {
      OddFields.note(path);
      return Optional.empty();
    }
    return text.map(Integer::valueOf);
  }

  static Image image(XmlElement image) {
    String id = image.required("imageId");
    return new Image(id, image.text("name").orElse(id));
  }

  /// The instances of an answer. A reservation without a list of them stands in their place, as an
  /// entry that cannot be read: it hides no other.
  static List<XmlElement> instances(XmlElement answer) {
    List<XmlElement> instances = new ArrayList<>();
    for (XmlElement reservation : answer.items("reservationSet")) {
      try {
        instances.addAll(reservation.items("instancesSet"));
      } catch (IllegalArgumentException _) {
        instances.add(reservation);
      }
    }
    return instances;
  }

  static Node node(XmlElement instance) {
    String id = instance.required("instanceId");
    String name =
        instance.all("tagSet/item").stream()
            .filter(tag -> tag.text("key").equals(Optional.of("Name")))
            .findFirst()
            .flatMap(tag -> tag.text("value"))
            .orElse(id);
    List<String> open = new ArrayList<>();
    instance.text("ipAddress").ifPresent(open::add);
    instance.all("networkInterfaceSet/item/ipv6AddressesSet/item").stream()
        .flatMap(address -> address.text("ipv6Address").stream())
        .forEach(open::add);
    return new Node(
            new NodeId(id),
            name,
            state(instance.text("instanceState/name").orElse("")),
            open,
            instance.text("privateIpAddress").map(List::of).orElse(List.of()),
            instance.text("imageId").map(image -> new Image(image, image)),
            instance
                .text("instanceType")
                .map(
                    type ->
                        new Size(
                            type,
                            type,
                            OptionalDouble.empty(),
                            OptionalLong.empty(),
                            OptionalLong.empty())),
            instance.text("placement/availabilityZone").map(zone -> new Location(zone, zone)),
            time(instance, "launchTime"))
        .labelled(labels(instance));
  }

  private static Map<String, String> labels(XmlElement instance) {
    OwnLabels own = new OwnLabels();
    for (XmlElement tag : instance.all("tagSet/item")) {
      tag.text("key").ifPresent(key -> own.add(key, tag.text("value").orElse("")));
    }
    return own.labels();
  }

  private static Optional<Instant> time(XmlElement instance, String path) {
    try {
      return instance.text(path).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException _) {
      OddFields.note(path);
      return Optional.empty(); // one field less
    }
  }

  private static Node.State state(String name) {
    return switch (name) {
      case "pending" -> Node.State.PENDING;
      case "running" -> Node.State.RUNNING;
      case "stopping", "stopped" -> Node.State.STOPPED;
      case "shutting-down", "terminated" -> Node.State.TERMINATED;
      default -> Node.State.UNKNOWN;
    };
  }

  /// The parameters of the call that makes a node.
  ///
  /// @param rootDevice what the image calls its root disk, where that is to have another size
  static Map<String, String> form(
      NodeRequest request, GivenOptions options, String region, Optional<String> rootDevice) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("ImageId", request.image().id());
    form.put("InstanceType", request.size().id());
    form.put("MinCount", "1");
    form.put("MaxCount", "1");
    form.put("ClientToken", token(request));
    options
        .set(ProviderOption.KEY_PAIR)
        .or(request::keyPair)
        .ifPresent(key -> form.put("KeyName", key));
    if (!request.location().id().equals(region)) {
      form.put("Placement.AvailabilityZone", request.location().id());
    }
    options.text(ProviderOption.SUBNET).ifPresent(subnet -> form.put("SubnetId", subnet));
    groups(options.list(ProviderOption.SECURITY_GROUPS), form);
    tags(request, options, form);
    request
        .userData()
        .ifPresent(
            text ->
                form.put(
                    "UserData",
                    Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    rootDevice.ifPresent(
        device -> {
          form.put("BlockDeviceMapping.1.DeviceName", device);
          form.put(
              "BlockDeviceMapping.1.Ebs.VolumeSize",
              options.number(ProviderOption.DISK_SIZE).orElseThrow().toString());
          form.put("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "true");
        });
    return form;
  }

  /// The idempotency token, as far as EC2 takes it.
  static String token(NodeRequest request) {
    String token = request.token();
    return token.length() <= LONGEST_TOKEN ? token : token.substring(0, LONGEST_TOKEN);
  }

  private static void groups(List<String> groups, Map<String, String> form) {
    int names = 0;
    int ids = 0;
    for (String group : groups) {
      if (group.startsWith("sg-")) {
        form.put("SecurityGroupId." + ++ids, group);
      } else {
        form.put("SecurityGroup." + ++names, group);
      }
    }
  }

  private static void tags(NodeRequest request, GivenOptions options, Map<String, String> form) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("Name", request.name());
    tags.put(CloudApi.TOKEN, request.token());
    tags.putAll(request.labels());
    tags.putAll(options.tags());
    form.put("TagSpecification.1.ResourceType", "instance");
    int number = 0;
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      String prefix = "TagSpecification.1.Tag." + ++number;
      form.put(prefix + ".Key", tag.getKey());
      form.put(prefix + ".Value", tag.getValue());
    }
  }
}
