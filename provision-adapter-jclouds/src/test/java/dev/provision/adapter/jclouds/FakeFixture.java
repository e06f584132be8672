package dev.provision.adapter.jclouds;

import static java.util.Map.entry;

import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.azure.FakeAzure;
import dev.provision.adapter.jclouds.call.Pause;
import dev.provision.adapter.jclouds.cloudstack.FakeCloudStack;
import dev.provision.adapter.jclouds.digitalocean.FakeDigitalOcean;
import dev.provision.adapter.jclouds.docker.FakeDocker;
import dev.provision.adapter.jclouds.ec2.FakeEc2;
import dev.provision.adapter.jclouds.gce.FakeGoogle;
import dev.provision.adapter.jclouds.openstack.FakeNova;
import dev.provision.adapter.jclouds.portable.FakeSoftLayer;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.testkit.cloud.CloudFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A port to a fake cloud, for tests: its waits are not waited for.
public final class FakeFixture implements CloudFixture {
  /// By the names of [EveryCloud].
  private static final Map<String, Supplier<FakeFixture>> FAKES =
      Map.ofEntries(
          entry("nova", () -> nova(new FakeNova())),
          entry("nova-2", () -> novaV2(new FakeNova())),
          entry("rackspace-us", () -> rackspace(TestedProvider.RACKSPACE_US, new FakeNova())),
          entry("rackspace-uk", () -> rackspace(TestedProvider.RACKSPACE_UK, new FakeNova())),
          entry("softlayer", () -> softLayer(new FakeSoftLayer())),
          entry("ec2", () -> ec2(new FakeEc2())),
          entry("digitalocean", () -> digitalOcean(new FakeDigitalOcean(), Map.of())),
          entry("google", () -> google(new FakeGoogle())),
          entry("azure", () -> azure(new FakeAzure())),
          entry("cloudstack", () -> cloudStack(new FakeCloudStack())),
          entry("docker", () -> docker(new FakeDocker(), Map.of())));

  private final FakeCloud fake;
  private final String creation;
  private final Set<Missing> missing;
  private final CloudPort port;
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();

  /// A port to this fake.
  ///
  /// @param creation the call that makes a node
  public FakeFixture(
      TestedProvider cloud,
      FakeCloud fake,
      CloudAccount account,
      String creation,
      Set<Missing> missing) {
    this.fake = fake;
    this.creation = creation;
    this.missing = missing;
    this.port = opening(pauses::add).open(cloud, account);
  }

  /// Opens accounts without waiting.
  ///
  /// @param pause learns of each pause, which passes on the clock whether it waits or not
  public static TestOpening opening(Pause pause) {
    return opening(pause, nowhere());
  }

  public static TestOpening opening(Pause pause, CredentialSources sources) {
    PausedClock clock = new PausedClock();
    return new TestOpening(new OpeningContext(sources, clock, clock.pause(pause), new Random(1)));
  }

  /// Without any variable or file.
  static CredentialSources nowhere() {
    return new CredentialSources(Map.of(), Path.of("/nowhere"), Path.of("/nowhere"));
  }

  public static CloudAccount account(
      TestedProvider cloud, String userid, Map<String, String> options) {
    return new CloudAccount(
        cloud.names().getFirst(),
        Optional.of(userid),
        Optional.of(Secret.of("secret")),
        options,
        Path.of("/nowhere"));
  }

  /// The names of all fakes.
  public static Stream<String> names() {
    return FAKES.keySet().stream().sorted();
  }

  public static FakeFixture named(String name) {
    return Optional.ofNullable(FAKES.get(name))
        .orElseThrow(() -> new IllegalArgumentException(name))
        .get();
  }

  /// Nova, with identity version 3.
  public static FakeFixture nova(FakeNova fake) {
    return new FakeFixture(
        TestedProvider.NOVA,
        fake,
        account(
            TestedProvider.NOVA, "demo", Map.of("endpoint", fake.url() + "/v3", "project", "demo")),
        "POST .*/servers$",
        Set.of(Missing.UNIQUE_NAMES));
  }

  /// Nova, with identity version 2.
  public static FakeFixture novaV2(FakeNova fake) {
    return new FakeFixture(
        TestedProvider.NOVA,
        fake,
        account(TestedProvider.NOVA, "demo:demo", Map.of("endpoint", fake.url() + "/v2.0")),
        "POST .*/servers$",
        Set.of(Missing.UNIQUE_NAMES));
  }

  public static FakeFixture rackspace(FakeNova fake) {
    return rackspace(TestedProvider.RACKSPACE_US, fake);
  }

  private static FakeFixture rackspace(TestedProvider part, FakeNova fake) {
    return new FakeFixture(
        part,
        fake,
        account(part, "demo", Map.of("endpoint", fake.url() + "/v2.0/")),
        "POST .*/servers$",
        Set.of(Missing.UNIQUE_NAMES));
  }

  public static FakeFixture ec2(FakeEc2 fake) {
    return ec2(fake, Map.of());
  }

  public static FakeFixture ec2(FakeEc2 fake, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("endpoint", fake.url());
    return new FakeFixture(
        TestedProvider.EC2,
        fake,
        account(TestedProvider.EC2, "AKIDEXAMPLE", all),
        "RunInstances",
        Set.of(Missing.UNIQUE_NAMES));
  }

  public static FakeFixture digitalOcean(FakeDigitalOcean fake, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("endpoint", fake.url() + "/v2");
    return new FakeFixture(
        TestedProvider.DIGITAL_OCEAN,
        fake,
        account(TestedProvider.DIGITAL_OCEAN, "nobody", all),
        "POST /v2/droplets",
        Set.of(Missing.UNIQUE_NAMES));
  }

  /// With a ready token, so that none is asked for.
  public static FakeFixture google(FakeGoogle fake) {
    return new FakeFixture(
        TestedProvider.GCE,
        fake,
        account(
            TestedProvider.GCE,
            "robot@demo.example",
            Map.of(
                "endpoint", fake.url() + "/compute/v1",
                "project", "demo",
                "jclouds.oauth.credential-type", "bearerTokenCredentials")),
        "POST .*/instances$",
        Set.of());
  }

  /// With a ready token, so that none is asked for.
  public static FakeFixture azure(FakeAzure fake) {
    return new FakeFixture(
        TestedProvider.AZURE,
        fake,
        account(
            TestedProvider.AZURE,
            "application",
            Map.of(
                "endpoint", fake.url(),
                "subscription", "s1",
                "tenant", "t1",
                "jclouds.oauth.credential-type", "bearerTokenCredentials")),
        "PUT .*/virtualMachines/.*",
        Set.of());
  }

  public static FakeFixture cloudStack(FakeCloudStack fake) {
    return new FakeFixture(
        TestedProvider.CLOUDSTACK,
        fake,
        account(TestedProvider.CLOUDSTACK, "key", Map.of("endpoint", fake.url() + "/client/api")),
        "deployVirtualMachine",
        Set.of(Missing.UNIQUE_NAMES, Missing.LABELS));
  }

  public static FakeFixture softLayer(FakeSoftLayer fake) {
    return new FakeFixture(
        TestedProvider.SOFTLAYER,
        fake,
        account(TestedProvider.SOFTLAYER, "user", Map.of("endpoint", fake.url())),
        "POST .*/SoftLayer_Virtual_Guest$",
        Set.of(Missing.UNIQUE_NAMES, Missing.LABELS));
  }

  public static FakeFixture docker(FakeDocker fake, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("endpoint", fake.url());
    return new FakeFixture(
        TestedProvider.DOCKER,
        fake,
        account(TestedProvider.DOCKER, "nobody", all),
        "POST /containers/create",
        Set.of(Missing.LABEL_CHANGES));
  }

  /// How long the adapter wanted to wait each time; it did not have to.
  public List<Duration> pauses() {
    return List.copyOf(pauses);
  }

  public FakeCloud cloud() {
    return fake;
  }

  /// Calls that make nodes, of those the cloud was asked.
  public long creations() {
    return fake.calls().stream().filter(call -> call.matches(".*" + creation)).count();
  }

  public String creation() {
    return creation;
  }

  @Override
  public CloudPort port() {
    return port;
  }

  @Override
  public Set<Missing> missing() {
    return missing;
  }

  @Override
  public void startSlowly() {
    fake.startSlowly();
  }

  @Override
  public void loseNextAnswer() {
    fake.status(creation, true, 504);
  }

  @Override
  public void refuseAccount() {
    fake.refuseAccount();
  }

  @Override
  public void close() {
    port.close();
    fake.close();
  }
}
