package dev.provision.library;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.FleetRun;
import dev.provision.domain.deploy.FleetRun.Part;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.domain.plan.FleetPlan;
import dev.provision.domain.plan.PlannedEntry.PlannedFile;
import dev.provision.library.deployment.DeploymentResult;
import dev.provision.ports.Content;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudOption;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import dev.provision.testkit.memory.InMemoryCloud;
import dev.provision.testkit.memory.InMemoryShell;
import dev.provision.testkit.memory.InMemoryShell.Answer;
import dev.provision.testkit.memory.ScriptRules;
import dev.provision.testkit.memory.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples of docs/library.md, which are taken from here.
final class LibraryExamplesTest {
  @TempDir private Path site;

  @BeforeEach
  void configuration() throws IOException {
    Files.createDirectories(site.resolve("scripts"));
    Files.writeString(
        site.resolve("scripts/motd.sh"),
        """
        # provision-template-type: format-string
        echo node {node_index} of {node_count} > /etc/motd
        """);
    Files.writeString(
        site.resolve("provision.yaml"),
        """
        name-prefix: test-
        destroyable-prefixes: [test-]
        bundles:
          web: {scripts: [motd.sh]}
        """);
  }

  private ProvisionBuilder simulated(InMemoryCloud cloud, InMemoryShell shell) {
    return Provision.builder()
        .environment(Map.of())
        .userHome(site)
        .configuration(site.toString())
        .simulation(cloud, shell);
  }

  private static InMemoryShell agreeable() {
    return new InMemoryShell();
  }

  private static String deploy(Provision provision) {
    DeployPlan plan = provision.plan(DeployRequest.ofBundles("web").named("test-web"));
    DeployReport report = provision.deploy(plan);
    return report.ok() ? "as planned" : "not as planned: " + report.outcome();
  }

  @Test
  void deploying_one_node() {
    try (Provision provision =
        simulated(new InMemoryCloud("Ubuntu 24.04 LTS"), agreeable()).open()) {
      assertThat(deploy(provision)).isEqualTo("as planned");
      assertThat(provision.nodes()).singleElement().returns("test-web", node -> node.name());
    }
  }

  @Test
  void observing_what_happens() {
    List<String> progress = new ArrayList<>();
    try (Provision provision =
        simulated(new InMemoryCloud("Ubuntu 24.04 LTS"), agreeable()).open()) {
      DeployPlan plan = provision.plan(DeployRequest.ofBundles("web"));
      provision.deploy(
          plan,
          true,
          event -> {
            switch (event) {
              case DeployEvent.Created created -> progress.add("made " + created.node().id());
              case DeployEvent.StepFinished step -> progress.add(step.step().target());
              default -> {}
            }
          });
    }
    assertThat(progress).hasSize(2).last().isEqualTo("/root/deploy/motd.sh");
  }

  @Test
  void content_that_is_on_no_disk() throws Exception {
    InMemoryShell shell = agreeable();
    try (Provision provision = simulated(new InMemoryCloud("Ubuntu 24.04 LTS"), shell).open()) {
      Content settings = Content.of("debug = false\n".getBytes(UTF_8));
      DeployPlan plan =
          provision
              .plan(DeployRequest.ofBundles("web"))
              .with(
                  new PlannedFile(
                      "/etc/app.conf",
                      "memory",
                      settings,
                      settings.size(),
                      0644,
                      Optional.empty()));
      DeployReport report = provision.deploy(plan);

      assertThat(report.ok()).isTrue();
      String host = report.node().orElseThrow().publicAddresses().getFirst();
      assertThat(shell.file(host, "/etc/app.conf").map(StoredFile::text))
          .contains("debug = false\n");
    }
  }

  /// What is behind a URL, fetched when it is sent.
  record Remote(URI url) implements Content {
    @Override
    public InputStream open() throws IOException {
      return url.toURL().openStream();
    }

    @Override
    public long size() throws IOException {
      return url.toURL().openConnection().getContentLengthLong();
    }
  }

  @Test
  void content_from_a_url() throws Exception {
    Path file = Files.writeString(site.resolve("key"), "a key");
    Content remote = new Remote(file.toUri());

    InMemoryShell shell = agreeable();
    try (Provision provision = simulated(new InMemoryCloud("Ubuntu 24.04 LTS"), shell).open()) {
      DeployPlan plan =
          provision
              .plan(DeployRequest.ofBundles("web"))
              .with(
                  new PlannedFile(
                      "/etc/key", "the key server", remote, remote.size(), 0600, Optional.empty()));
      DeployReport report = provision.deploy(plan);

      String host = report.node().orElseThrow().publicAddresses().getFirst();
      assertThat(shell.file(host, "/etc/key").map(StoredFile::text)).contains("a key");
    }
  }

  @Test
  void a_deadline_ends_a_deployment() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    InMemoryShell slow =
        new InMemoryShell(
            call -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new Answer(1, "", "interrupted");
            });
    InMemoryCloud cloud = new InMemoryCloud("Ubuntu 24.04 LTS");
    try (Provision provision = simulated(cloud, slow).open()) {
      assertThat(deployWithin(provision, Duration.ofMillis(50))).isEqualTo("too late");
      assertThat(cloud.nodes()).isEmpty();
    }
  }

  private static String deployWithin(Provision provision, Duration limit) throws Exception {
    DeployPlan plan = provision.plan(DeployRequest.ofBundles("web"));
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<DeployReport> deployment =
          executor.submit(() -> provision.deploy(plan, true, event -> {}).report());
      try {
        return deployment.get(limit.toMillis(), TimeUnit.MILLISECONDS).ok() ? "done" : "failed";
      } catch (TimeoutException e) {
        deployment.cancel(true); // the node is removed again before the executor closes
        return "too late";
      }
    }
  }

  /// A cloud that this program knows how to open.
  private static final class Lab implements CloudProvider {
    private static final CloudOption ZONE =
        new CloudOption("zone", CloudOption.Type.TEXT, "which half", Optional.of("a"), false);

    private final Function<String, CloudPort> zones;

    /// @param zones opens a zone
    Lab(Function<String, CloudPort> zones) {
      this.zones = zones;
    }

    @Override
    public List<String> names() {
      return List.of("lab");
    }

    @Override
    public String description() {
      return "the machines next door";
    }

    @Override
    public List<CloudOption> options() {
      return List.of(ZONE);
    }

    @Override
    public CloudPort open(CloudAccount account) {
      return zones.apply(account.value(ZONE).orElseThrow());
    }
  }

  @Test
  void a_provider_in_code() {
    InMemoryCloud b = new InMemoryCloud("Ubuntu 24.04 LTS");
    Lab lab = new Lab(zone -> zone.equals("b") ? b : new InMemoryCloud("Debian 13"));
    ProvisionBuilder builder =
        Provision.builder().environment(Map.of()).userHome(site).shells(agreeable());

    builder.configuration(site.toString()).with(lab).provider("lab").option("zone", "b");

    try (Provision provision = builder.open()) {
      assertThat(deploy(provision)).isEqualTo("as planned");
      assertThat(b.nodes()).hasSize(1);
    }
  }

  @Test
  void many_accounts_in_one_program() throws Exception {
    Files.writeString(
        site.resolve("provision.yaml"),
        """
        image: Debian
        bundles:
          web: {scripts: [motd.sh]}
        providers:
          eu: {type: memory, userid: many-eu}
          us: {type: memory, userid: many-us}
        """);

    Map<String, DeployReport> reports = everywhere(List.of("eu", "us"));

    assertThat(reports).hasSize(2).allSatisfy((_, report) -> assertThat(report.ok()).isTrue());
    assertThat(MemoryProvider.cloud("many-eu").nodes()).hasSize(1);
    assertThat(MemoryProvider.cloud("many-us").nodes()).hasSize(1);
  }

  private ProvisionBuilder account(String name) {
    return Provision.builder()
        .environment(Map.of())
        .userHome(site)
        .configuration(site.toString())
        .provider(name);
  }

  private DeployReport deployAt(String account) {
    try (Provision provision = account(account).open()) {
      return provision.deploy(provision.plan(DeployRequest.ofBundles("web")));
    }
  }

  private Map<String, DeployReport> everywhere(List<String> accounts) throws Exception {
    Map<String, DeployReport> reports = new HashMap<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<String, Future<DeployReport>> running = new HashMap<>();
      for (String account : accounts) {
        running.put(account, executor.submit(() -> deployAt(account)));
      }
      for (Map.Entry<String, Future<DeployReport>> one : running.entrySet()) {
        reports.put(one.getKey(), one.getValue().get());
      }
    }
    return reports;
  }

  @Test
  void a_thousand_simulated_nodes() {
    InMemoryCloud cloud = new InMemoryCloud("Ubuntu 24.04 LTS").pendingFor(Duration.ofMinutes(2));
    InMemoryShell shell =
        new InMemoryShell(
            ScriptRules.none()
                .text("node 7 of", new Answer(1, "", "no space"))
                .target("/root/deploy/motd.sh", Answer.ok().after(Duration.ofSeconds(20)))
                .otherwise(call -> new Answer(127, "", "what is " + call.target() + "?")));

    try (Provision provision = simulated(cloud, shell).open()) {
      FleetPlan plans =
          provision.plans(
              DeployRequest.ofBundles("web"), List.of("test-{node_index}"), OptionalInt.of(1000));
      List<DeployReport> reports = new ArrayList<>();
      for (Part<DeployPlan, DeploymentResult> part :
          provision.deployAll(plans, FleetRun.usual(), false, event -> {})) {
        switch (part) {
          case Part.Ended<DeployPlan, DeploymentResult>(DeployPlan _, DeploymentResult deployed) ->
              reports.add(deployed.report());
          case Part.Broke<DeployPlan, DeploymentResult>(DeployPlan _, RuntimeException failure) ->
              throw failure;
          case Part.Skipped<DeployPlan, DeploymentResult> _ -> {}
        }
      }

      assertThat(cloud.nodes()).hasSize(1000);
      assertThat(reports)
          .filteredOn(report -> !report.ok())
          .singleElement()
          .returns("test-0007", DeployReport::name);
      for (int i = 0; i < reports.size(); i++) {
        String host = reports.get(i).node().orElseThrow().publicAddresses().getFirst();
        StoredFile script = shell.file(host, "/root/deploy/motd.sh").orElseThrow();
        assertThat(script.text()).contains("node " + (i + 1) + " of 1000 >");
      }
    }
  }

  @Test
  void a_simulation_leaves_nothing_on_the_disk() throws IOException {
    List<Path> before = files();
    try (Provision provision =
        simulated(new InMemoryCloud("Ubuntu 24.04 LTS"), agreeable()).open()) {
      assertThat(deploy(provision)).isEqualTo("as planned");
    }
    assertThat(files()).isEqualTo(before);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(site)) {
      return all.sorted().toList();
    }
  }

  @Test
  void two_instances_know_nothing_of_each_other_and_leave_no_thread() {
    Set<Thread> before = threads();
    InMemoryCloud one = new InMemoryCloud("Ubuntu 24.04 LTS");
    InMemoryCloud two = new InMemoryCloud("Ubuntu 24.04 LTS");
    try (Provision first = simulated(one, agreeable()).open();
        Provision second = simulated(two, agreeable()).configuration(site.toString()).open()) {
      assertThat(deploy(first)).isEqualTo("as planned");
      assertThat(second.nodes()).isEmpty();
      assertThat(deploy(second)).isEqualTo("as planned");
      assertThat(first.nodes()).hasSize(1);
    }
    assertThat(threads()).isSubsetOf(before);
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
        .collect(Collectors.toSet());
  }
}
