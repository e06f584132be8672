package dev.provision.adapter.jclouds;

import java.util.stream.Stream;

/// A list of a cloud's, as one that is asked for it answers: every cloud's, and every list.
///
/// @param name the cloud
/// @param list which of its lists
/// @param call what is asked, as a regular expression
/// @param frame of the answer
/// @param good an entry; an odd one is none at all
/// @param twisted an entry with a field that cannot be read; nothing where no field is left out
record ListRow(String name, String list, String call, String frame, String good, String twisted) {
  private static final String OPENSTACK_SERVER =
      "{\"id\": \"7\", \"name\": \"good\", \"status\": \"ACTIVE\", \"addresses\": {}%s}";

  @Override
  public String toString() {
    return name + " " + list;
  }

  String odd() {
    return name.equals("ec2") ? "<item><odd/></item>" : "{\"odd\": true}";
  }

  String body(String... entries) {
    return frame.replace("%s", String.join(name.equals("ec2") ? "" : ", ", entries));
  }

  static Stream<ListRow> all() {
    return Stream.of(
            openStack("nova"),
            openStack("nova-2"),
            openStack("rackspace-us"),
            openStack("rackspace-uk"),
            digitalOcean(),
            google(),
            ec2(),
            others(),
            softLayer())
        .flatMap(rows -> rows);
  }

  private static Stream<ListRow> openStack(String name) {
    return Stream.of(
        new ListRow(
            name,
            "nodes",
            "GET .*/servers/detail",
            "{\"servers\": [%s]}",
            OPENSTACK_SERVER.formatted(""),
            OPENSTACK_SERVER.formatted(", \"created\": \"yesterday\"")),
        new ListRow(
            name,
            "sizes",
            "GET .*/flavors/detail",
            "{\"flavors\": [%s]}",
            "{\"id\": \"7\", \"name\": \"good\", \"vcpus\": 1}",
            "{\"id\": \"7\", \"name\": \"good\", \"vcpus\": \"one\"}"),
        new ListRow(
            name,
            "images",
            "GET .*/images/detail",
            "{\"images\": [%s]}",
            "{\"id\": \"7\", \"name\": \"good\", \"status\": \"ACTIVE\"}",
            ""));
  }

  private static Stream<ListRow> digitalOcean() {
    String name = "digitalocean";
    String droplet = "{\"id\": 7, \"name\": \"good\", \"status\": \"active\"%s}";
    String size = "{\"slug\": \"7\", \"available\": true, \"regions\": [\"nyc3\"], \"vcpus\": %s}";
    return Stream.of(
        new ListRow(
            name,
            "nodes",
            "GET .*/droplets",
            "{\"droplets\": [%s]}",
            droplet.formatted(""),
            droplet.formatted(", \"networks\": \"none\"")),
        new ListRow(
            name,
            "sizes",
            "GET .*/sizes",
            "{\"sizes\": [%s]}",
            size.formatted("1"),
            size.formatted("\"one\"")),
        new ListRow(
            name,
            "locations",
            "GET .*/regions",
            "{\"regions\": [%s]}",
            "{\"slug\": \"7\", \"name\": \"good\", \"available\": true}",
            ""),
        new ListRow(
            name,
            "images",
            "GET .*/images",
            "{\"images\": [%s]}",
            "{\"id\": 7, \"name\": \"good\"}",
            "{\"id\": 7, \"name\": {}}"));
  }

  private static Stream<ListRow> google() {
    String name = "google";
    String list = "{\"kind\": \"list\", \"items\": [%s]}";
    return Stream.of(
        new ListRow(
            name,
            "nodes",
            "GET .*/aggregated/instances",
            "{\"kind\": \"list\", \"items\": {\"z\": {\"instances\": [%s]}}}",
            "{\"name\": \"good\", \"zone\": \"z\"}",
            "{\"name\": \"good\", \"zone\": \"z\", \"creationTimestamp\": \"x\"}"),
        new ListRow(
            name,
            "sizes",
            "GET .*/machineTypes",
            list,
            "{\"name\": \"good\", \"guestCpus\": 1}",
            "{\"name\": \"good\", \"guestCpus\": \"one\"}"),
        new ListRow(
            name,
            "locations",
            "GET .*/zones",
            list,
            "{\"name\": \"good\", \"status\": \"UP\"}",
            ""),
        new ListRow(name, "images", "GET .*/global/images", list, "{\"name\": \"good\"}", ""));
  }

  private static Stream<ListRow> ec2() {
    String name = "ec2";
    String instance =
        "<item><instancesSet><item><instanceId>good</instanceId>%s</item></instancesSet></item>";
    return Stream.of(
        new ListRow(
            name,
            "nodes",
            "DescribeInstances",
            "<DescribeInstancesResponse><reservationSet>%s</reservationSet></DescribeInstancesResponse>",
            instance.formatted(""),
            instance.formatted("<launchTime>x</launchTime>")),
        new ListRow(
            name,
            "sizes",
            "DescribeInstanceTypes",
            "<DescribeInstanceTypesResponse><instanceTypeSet>%s</instanceTypeSet></DescribeInstanceTypesResponse>",
            "<item><instanceType>good</instanceType></item>",
            "<item><instanceType>good</instanceType><memoryInfo><sizeInMiB>x</sizeInMiB></memoryInfo></item>"),
        new ListRow(
            name,
            "locations",
            "DescribeAvailabilityZones",
            "<DescribeAvailabilityZonesResponse><availabilityZoneInfo>%s</availabilityZoneInfo></DescribeAvailabilityZonesResponse>",
            "<item><zoneName>good</zoneName></item>",
            ""),
        new ListRow(
            name,
            "images",
            "DescribeImages",
            "<DescribeImagesResponse><imagesSet>%s</imagesSet></DescribeImagesResponse>",
            "<item><imageId>good</imageId></item>",
            ""));
  }

  private static Stream<ListRow> others() {
    return Stream.of(
        new ListRow(
            "azure",
            "nodes",
            "GET .*/virtualMachines",
            "{\"value\": [%s]}",
            "{\"name\": \"good\", \"location\": \"eastus\"}",
            "{\"name\": \"good\", \"location\": \"eastus\", \"tags\": 5}"),
        new ListRow(
            "azure",
            "sizes",
            "GET .*/vmSizes",
            "{\"value\": [%s]}",
            "{\"name\": \"good\"}",
            "{\"name\": \"good\", \"numberOfCores\": \"one\"}"),
        new ListRow(
            "azure",
            "locations",
            "GET .*/locations$",
            "{\"value\": [%s]}",
            "{\"name\": \"good\", \"displayName\": \"good\"}",
            ""),
        new ListRow(
            "cloudstack",
            "nodes",
            "listVirtualMachines",
            "{\"listvirtualmachinesresponse\": {\"virtualmachine\": [%s]}}",
            "{\"id\": \"7\", \"name\": \"good\"}",
            "{\"id\": \"7\", \"name\": \"good\", \"created\": \"x\"}"),
        new ListRow(
            "cloudstack",
            "sizes",
            "listServiceOfferings",
            "{\"listserviceofferingsresponse\": {\"serviceoffering\": [%s]}}",
            "{\"id\": \"7\", \"name\": \"good\"}",
            "{\"id\": \"7\", \"name\": \"good\", \"memory\": \"x\"}"),
        new ListRow(
            "cloudstack",
            "images",
            "listTemplates",
            "{\"listtemplatesresponse\": {\"template\": [%s]}}",
            "{\"id\": \"7\", \"name\": \"good\"}",
            "{\"id\": \"7\", \"name\": {}}"),
        new ListRow(
            "cloudstack",
            "locations",
            "listZones",
            "{\"listzonesresponse\": {\"zone\": [%s]}}",
            "{\"id\": \"7\", \"name\": \"good\"}",
            ""),
        new ListRow(
            "docker",
            "nodes",
            "GET /containers/json",
            "[%s]",
            "{\"Id\": \"7\", \"Names\": [\"/good\"]}",
            "{\"Id\": \"7\", \"Names\": [\"/good\"], \"Ports\": {}}"),
        new ListRow("docker", "images", "GET /images/json", "[%s]", "{\"Id\": \"7\"}", ""));
  }

  private static Stream<ListRow> softLayer() {
    String offers = "GET .*/getCreateObjectOptions";
    String disk =
        """
        {"template": {"blockDevices": [{"device": "0", "diskImage": {"capacity": %s}}], "localDiskFlag": true}}\
        """;
    String processors = "{\"template\": {\"startCpus\": %s}}";
    String memory = "{\"template\": {\"maxMemory\": %s}}";
    String sizes = "{\"blockDevices\": [%s], \"processors\": [%s], \"memory\": [%s]}";
    String center = "{\"template\": {\"datacenter\": {\"name\": \"fra07\"}}}";
    String system = "{\"template\": {\"operatingSystemReferenceCode\": \"DEBIAN_7_64\"}}";
    return Stream.of(
        new ListRow(
            "softlayer",
            "nodes",
            "GET .*/SoftLayer_Account/VirtualGuests",
            "[%s]",
            "{\"id\": 7, \"hostname\": \"good\"}",
            "{\"id\": 7, \"hostname\": \"good\", \"createDate\": \"x\"}"),
        softLayer(
            "sizes",
            offers,
            sizes.formatted("%s", processors.formatted(1), memory.formatted(1024)),
            disk.formatted(7),
            disk.formatted("\"x\"")),
        softLayer(
            "sizes",
            offers,
            sizes.formatted(disk.formatted(25), "%s", memory.formatted(1024)),
            processors.formatted(7),
            processors.formatted("\"one\"")),
        softLayer(
            "sizes",
            offers,
            sizes.formatted(disk.formatted(25), processors.formatted(1), "%s"),
            memory.formatted(7),
            memory.formatted(-1)),
        softLayer("locations", offers, "{\"datacenters\": [%s]}", center, ""),
        softLayer("locations", "GET .*/Datacenters", "[%s]", "{\"name\": \"fra07\"}", ""),
        softLayer("images", offers, "{\"operatingSystems\": [%s]}", system, ""),
        softLayer(
            "images",
            "GET .*/getAllObjects",
            "[%s]",
            "{\"referenceCode\": \"DEBIAN_7_64\", \"operatingSystem\": 1}",
            ""));
  }

  private static ListRow softLayer(
      String list, String call, String frame, String good, String twisted) {
    return new ListRow("softlayer", list, call, frame, good, twisted);
  }
}
