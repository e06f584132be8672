package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.domain.deploy.FleetRun;
import dev.provision.domain.deploy.FleetRun.Part;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.library.Provision;
import dev.provision.library.deployment.DeploymentResult;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The packaged program is ended, or loses its connection, at any moment between the request that
/// makes a node and the end of its deployment; the node is a real OpenSSH server. Afterwards it can
/// be logged in to, and nobody else is taken for it.
@Tag("long")
final class KeyChangeKillsIT {
  private static final int RUNS = Integer.getInteger("provision.kills", 500);
  private static final List<String> ENDS = List.of("KILL", "TERM", "INT", "HUP", "lost link");
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  /// One run's place, node and way there.
  private final class Site implements AutoCloseable {
    private final String name;
    private final Path home;
    private final BootingDroplet droplet;
    private final SwitchingRelay relay;
    private final int port = RealSshd.freePort();

    Site(int number, RealSshd stranger) throws IOException {
      name = "deploy-test-" + number;
      home = directory.resolve("run-" + number);
      Path node = Files.createDirectories(home.resolve("node"));
      Path ssh = Files.createDirectories(home.resolve(".ssh"));
      for (String suffix : List.of("", ".pub")) {
        Path key = Path.of(stranger.privateKey() + suffix);
        Files.copy(key, node.resolve("user" + suffix));
        Files.copy(key, ssh.resolve("id_ed25519" + suffix));
      }
      droplet = new BootingDroplet(node, port);
      relay = new SwitchingRelay(port);
      new ConfigurationDirectory(home.resolve("site"))
          .yaml(
              """
              provider: site
              target-dir: '%s'
              bundles: {web: {scripts: [hello.sh]}}
              providers:
                site: {type: digitalocean2, endpoint: '%s', secret-key: "${env:HOME}", ssh-port: %s, login-user: %s}
              """
                  .formatted(
                      home.resolve("deploy"),
                      droplet.endpoint(),
                      relay.port(),
                      System.getProperty("user.name")))
          .script("hello.sh", "echo hello\n");
    }

    Process deploy() throws IOException {
      Distribution provision = new Distribution(home);
      return provision.start(
          List.of(
              "env",
              "--default-signal",
              provision.program("deploy-node").toString(),
              "-c",
              home.resolve("site").toString(),
              "-b",
              "web",
              "-n",
              name),
          home.resolve("out"),
          home.resolve("err"));
    }

    Provision open() {
      return Provision.builder()
          .environment(Map.of("PATH", System.getenv("PATH"), "HOME", home.toString()))
          .workingDirectory(home)
          .userHome(home)
          .home(home.resolve("provision home"))
          .configuration("site")
          .open();
    }

    String shell() {
      try (Provision provision = open();
          RemoteShell shell = provision.shell(name)) {
        return shell.hostIdentity().key().toString();
      }
    }

    ShellFailure refusal() {
      try (Provision provision = open()) {
        return catchThrowableOfType(ShellException.class, () -> provision.shell(name).close())
            .failure();
      }
    }

    boolean apply() {
      try (Provision provision = open()) {
        List<Part<DeployPlan, DeploymentResult>> parts =
            provision.applyAll(
                provision.plansForExisting(
                    DeployRequest.ofBundles("web").named(name), List.of(name), false),
                FleetRun.usual(),
                _ -> {});
        return parts.getFirst()
                instanceof
                Part.Ended<DeployPlan, DeploymentResult>(DeployPlan _, DeploymentResult deployment)
            && deployment.report().ok();
      }
    }

    String said() throws IOException {
      return Files.readString(home.resolve("err")) + Files.readString(home.resolve("out"));
    }

    @Override
    public void close() throws IOException {
      relay.close();
      droplet.close();
    }
  }

  @Test
  void of_500_deployments_that_are_ended_anywhere_none_leaves_a_node_that_nobody_can_log_in_to()
      throws Exception {
    try (RealSshd stranger = RealSshd.talkative(directory.resolve("stranger"));
        ExecutorService workers =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      Duration stretch = stretch(stranger);
      List<Future<Boolean>> runs = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        int number = i;
        Duration moment = stretch.multipliedBy(i / ENDS.size()).dividedBy(RUNS / ENDS.size());
        runs.add(workers.submit(() -> run(number, moment, stranger)));
      }
      int inTime = 0;
      for (Future<Boolean> run : runs) {
        inTime += run.get() ? 1 : 0;
      }
      // The others were done when their end came: how many depends on how evenly the machine works.
      assertThat(inTime).isGreaterThan(RUNS / 4);
    }
  }

  /// How long a deployment takes from the request on that makes the node.
  private Duration stretch(RealSshd stranger) throws Exception {
    List<Duration> took = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      try (Site site = new Site(-i, stranger)) {
        Process process = site.deploy();
        long start = asked(site, process);
        assertThat(process.waitFor(LIMIT)).isTrue();
        assertThat(process.exitValue()).as(site.said()).isZero();
        took.add(Duration.ofNanos(System.nanoTime() - start));
      }
    }
    // The first one takes longer than the others: it fills caches.
    return took.stream().sorted().toList().get(took.size() / 2);
  }

  private static long asked(Site site, Process process) throws Exception {
    assertThat(site.droplet.asked().await(LIMIT.toSeconds(), TimeUnit.SECONDS))
        .as(() -> process + ": " + site.home)
        .isTrue();
    return System.nanoTime();
  }

  /// Whether the end came before the deployment's own.
  private boolean run(int number, Duration moment, RealSshd stranger) throws Exception {
    String end = ENDS.get(number % ENDS.size());
    boolean reboot = number / ENDS.size() % 2 == 1;
    String what = "run %s: %s after %s%s".formatted(number, end, moment, reboot ? ", reboot" : "");
    try (Site site = new Site(number, stranger)) {
      Process process = site.deploy();
      long due = asked(site, process) + moment.toNanos();
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      boolean inTime = process.isAlive();
      end(end, site, process);
      assertThat(process.waitFor(LIMIT)).as(what).isTrue();
      if (reboot) {
        site.droplet.reboot();
      }
      check(site, stranger, what);
      return inTime;
    } catch (Exception | AssertionError e) {
      throw new AssertionError(what, e);
    }
  }

  private static void end(String end, Site site, Process process) throws Exception {
    if (end.equals("lost link")) {
      site.relay.cut();
    } else {
      List<String> kill = List.of("kill", "-" + end, String.valueOf(process.pid()));
      new ProcessBuilder(kill).redirectErrorStream(true).start().waitFor();
    }
  }

  private static void check(Site site, RealSshd stranger, String what) throws IOException {
    site.relay.leadTo(stranger.port());
    assertThat(site.refusal()).as(what).isInstanceOf(ShellFailure.HostKeyMismatch.class);
    site.relay.leadTo(site.port);
    assertThat(site.shell()).as(what).startsWith("ssh-ed25519 ");
    assertThat(site.apply()).as(what).isTrue();
    String own = site.droplet.node().hostKey();
    assertThat(site.shell()).as(what).isEqualTo(own);
    site.relay.leadTo(stranger.port());
    assertThat(site.refusal()).as(what).isInstanceOf(ShellFailure.HostKeyMismatch.class);
  }
}
