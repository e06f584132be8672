package dev.provision.adapter.jclouds.ec2;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.provision.adapter.jclouds.FakeCloud;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// EC2's query API as its reference describes it; lists of nodes have two a page.
public final class FakeEc2 extends FakeCloud {
  private static final int PAGE = 2;
  private final Map<String, Instance> instances = new LinkedHashMap<>();
  private final List<Map<String, String>> runs = new ArrayList<>();

  /// The parameters of the calls that made nodes.
  public synchronized List<Map<String, String>> runs() {
    return List.copyOf(runs);
  }

  /// Names of nodes that are not gone, in order.
  public synchronized List<String> names() {
    return instances.values().stream().filter(i -> !i.gone()).map(Instance::name).toList();
  }

  @Override
  public ResponseDefinitionBuilder answer(Call call) {
    if (refusesAccount) {
      return error(
          401, "AuthFailure", "AWS was not able to validate the provided access credentials");
    }
    return switch (call.action()) {
      case "RunInstances" -> run(call);
      case "DescribeInstances" -> describe(call);
      case "TerminateInstances" -> terminate(call.get("InstanceId.1"));
      case "CreateTags" -> label(call);
      case "DescribeImages" -> images(call);
      case "DescribeAvailabilityZones" ->
          xml(
              "DescribeAvailabilityZones",
              "<availabilityZoneInfo><item><zoneName>us-east-1a</zoneName></item><item><zoneName>us-east-1b</zoneName></item></availabilityZoneInfo>");
      case "DescribeInstanceTypes" ->
          xml(
              "DescribeInstanceTypes",
              "<instanceTypeSet>"
                  + type("t3.small", 2048)
                  + type("t3.micro", 1024)
                  + "</instanceTypeSet>");
      case "GetConsoleOutput" ->
          xml("GetConsoleOutput", "<output>Y2xvdWQtaW5pdCBkb25lCg==</output>");
      default -> error(400, "InvalidAction", "The action " + call.action() + " is not valid");
    };
  }

  private static ResponseDefinitionBuilder xml(String action, String content) {
    return aResponse()
        .withHeader("Content-Type", "text/xml;charset=UTF-8")
        .withBody(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<%sResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>%s</%sResponse>"
                .formatted(action, content, action));
  }

  private static ResponseDefinitionBuilder error(int status, String code, String message) {
    return aResponse()
        .withStatus(status)
        .withBody(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors><RequestID>r</RequestID></Response>"
                .formatted(code, message));
  }

  private static String type(String name, int memory) {
    return "<item><instanceType>%s</instanceType><vCpuInfo><defaultVCpus>2</defaultVCpus></vCpuInfo><memoryInfo><sizeInMiB>%s</sizeInMiB></memoryInfo></item>"
        .formatted(name, memory);
  }

  private ResponseDefinitionBuilder images(Call call) {
    String noble =
        image(
            "ami-0noble1",
            "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260101",
            "2026-01-01");
    String newer =
        image(
            "ami-0noble2",
            "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260901",
            "2026-09-01");
    String own = image("ami-0own", "golden 7", "2026-02-01");
    String wanted = call.get("ImageId.1");
    String found =
        switch (wanted) {
          case "ami-0noble1" -> noble;
          case "ami-0noble2" -> newer;
          case "ami-0own" -> own;
          case "" -> call.get("Owner.1").equals("self") ? own : newer + noble;
          default -> null;
        };
    return found == null
        ? error(400, "InvalidAMIID.NotFound", "The image id '[" + wanted + "]' does not exist")
        : xml("DescribeImages", "<imagesSet>" + found + "</imagesSet>");
  }

  private static String image(String id, String name, String created) {
    return "<item><imageId>%s</imageId><name>%s</name><imageState>available</imageState><rootDeviceName>/dev/sda1</rootDeviceName><creationDate>%sT00:00:00.000Z</creationDate></item>"
        .formatted(id, name, created);
  }

  private ResponseDefinitionBuilder run(Call call) {
    if (call.get("InstanceType").equals("x1.32xlarge")) {
      return error(
          400,
          "VcpuLimitExceeded",
          "You have requested more vCPU capacity than your current vCPU limit of 0 allows");
    }
    String token = call.get("ClientToken");
    Instance instance =
        instances.values().stream().filter(i -> i.token().equals(token)).findFirst().orElse(null);
    if (instance == null) {
      runs.add(Map.copyOf(call.query()));
      String id = String.format(Locale.ROOT, "i-%017x", instances.size() + 1);
      instance =
          new Instance(
              id,
              tags(call.query()),
              token,
              call.get("InstanceType"),
              call.get("ImageId"),
              looksUntilRunning,
              false);
      instances.put(id, instance);
    }
    return xml(
        "RunInstances",
        "<reservationId>r-1</reservationId><instancesSet>" + text(instance) + "</instancesSet>");
  }

  private static String tags(Map<String, String> form) {
    return form.keySet().stream()
        .filter(name -> name.startsWith("TagSpecification.1.Tag.") && name.endsWith(".Key"))
        .map(
            name ->
                "<item><key>%s</key><value>%s</value></item>"
                    .formatted(form.get(name), form.get(name.replace(".Key", ".Value"))))
        .collect(Collectors.joining());
  }

  private ResponseDefinitionBuilder describe(Call call) {
    String filter = call.get("Filter.1.Name");
    String value = call.get("Filter.1.Value.1");
    List<Instance> matching =
        instances.values().stream()
            .filter(i -> !filter.equals("instance-id") || i.id().equals(value))
            .filter(i -> !filter.equals("client-token") || i.token().equals(value))
            .toList();
    int from = call.get("NextToken").isEmpty() ? 0 : Integer.parseInt(call.get("NextToken"));
    List<Instance> page = matching.subList(from, Math.min(matching.size(), from + PAGE));
    String reservations =
        page.stream()
            .map(
                i ->
                    "<item><reservationId>r</reservationId><ownerId>1</ownerId><instancesSet>"
                        + text(i)
                        + "</instancesSet></item>")
            .collect(Collectors.joining());
    page.forEach(i -> instances.put(i.id(), i.looked()));
    String next =
        from + PAGE < matching.size() ? "<nextToken>" + (from + PAGE) + "</nextToken>" : "";
    return xml("DescribeInstances", "<reservationSet>" + reservations + "</reservationSet>" + next);
  }

  /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html: "Adds or
  /// overwrites only the specified tags for the specified Amazon EC2 resource."
  private ResponseDefinitionBuilder label(Call call) {
    String id = call.get("ResourceId.1");
    Instance instance = instances.get(id);
    if (instance == null || instance.gone()) {
      return error(
          400, "InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist");
    }
    String tags = instance.tags();
    int number = 0;
    while (!call.get("Tag." + ++number + ".Key").isEmpty()) {
      String key = "<item><key>" + call.get("Tag." + number + ".Key") + "</key>";
      tags =
          tags.replaceFirst(key + "<value>[^<]*</value></item>", "")
              + key
              + "<value>"
              + call.get("Tag." + number + ".Value")
              + "</value></item>";
    }
    if (number == 1) {
      return error(400, "MissingParameter", "The request must contain the parameter Tag");
    }
    instances.put(id, instance.labelled(tags));
    return xml("CreateTags", "<return>true</return>");
  }

  private ResponseDefinitionBuilder terminate(String id) {
    Instance instance = instances.get(id);
    if (instance == null) {
      return error(
          400, "InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist");
    }
    instances.put(id, instance.terminated());
    return xml("TerminateInstances", "<instancesSet/>");
  }

  private String text(Instance instance) {
    boolean runs = instance.looksLeft() == 0 && !instance.gone();
    String state = instance.gone() ? "terminated" : runs ? "running" : "pending";
    String address = runs ? "<ipAddress>" + addresses.apply(instance.id()) + "</ipAddress>" : "";
    return """
    <item><instanceId>%s</instanceId><imageId>%s</imageId><instanceState><code>0</code><name>%s</name></instanceState>
    <instanceType>%s</instanceType><launchTime>2026-01-01T00:00:00.000Z</launchTime><placement><availabilityZone>us-east-1a</availabilityZone></placement>
    <privateIpAddress>10.0.0.7</privateIpAddress>%s<tagSet>%s</tagSet>
    <networkInterfaceSet><item><ownerId>9</ownerId><status>in-use</status><privateIpAddressesSet><item><privateIpAddress>10.9.9.9</privateIpAddress></item></privateIpAddressesSet></item></networkInterfaceSet></item>
    """
        .formatted(
            instance.id(), instance.image(), state, instance.type(), address, instance.tags());
  }

  private record Instance(
      String id,
      String tags,
      String token,
      String type,
      String image,
      int looksLeft,
      boolean gone) {
    Instance looked() {
      return new Instance(id, tags, token, type, image, Math.max(0, looksLeft - 1), gone);
    }

    Instance labelled(String now) {
      return new Instance(id, now, token, type, image, looksLeft, gone);
    }

    String name() {
      return tags.replaceFirst(".*<key>Name</key><value>([^<]*)</value>.*", "$1");
    }

    Instance terminated() {
      return new Instance(id, tags, token, type, image, looksLeft, true);
    }
  }
}
