package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.SshdProvider;
import dev.provision.domain.boot.BootKey;
import dev.provision.domain.boot.HostKeyLedger;
import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.deploy.DeployTimeouts;
import dev.provision.domain.deploy.Deployer;
import dev.provision.domain.lifetime.TimeToLive;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.ImageRule;
import dev.provision.domain.plan.PlannedEntry.PlannedScript;
import dev.provision.domain.plan.ResourceSelector;
import dev.provision.ports.Content;
import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.ShellSettings;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.StepResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How a node that was given its host key comes to be trusted, with OpenSSH's own server as the
/// node.
@Timeout(180)
final class HostIdentityIT {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path directory;

  private Path knownHosts;
  private BootingCloud cloud;
  private RemoteShellPort shells;
  private final List<DeployEvent> events = new ArrayList<>();

  @BeforeEach
  void start() throws IOException, InterruptedException {
    knownHosts = directory.resolve("state/known_hosts");
    cloud = new BootingCloud(directory, knownHosts);
    shells = new SshdProvider().open(ShellSettings.in(directory.resolve("shells")));
  }

  @AfterEach
  void stop() {
    shells.close();
    cloud.close();
  }

  private DeployReport deploy(Duration reachable, int attempts) {
    SecureRandom random = new SecureRandom();
    return new Deployer(
            cloud,
            shells,
            HostKeyLedger.inMemory(),
            Clock.systemUTC(),
            () -> Long.toHexString(random.nextLong()),
            () -> BootKey.generate(random),
            new DeployTimeouts(LONG, reachable, LONG),
            TimeToLive.NONE)
        .deploy(plan(), List.of(), false, event -> heard(event, attempts));
  }

  /// The node boots after so many attempts to connect to it.
  private void heard(DeployEvent event, int attempts) {
    events.add(event);
    if (event instanceof DeployEvent.ConnectionPending
        && !cloud.isBooted()
        && attempts(events) == attempts) {
      cloud.boot();
    }
  }

  private static long attempts(List<DeployEvent> events) {
    return events.stream().filter(DeployEvent.ConnectionPending.class::isInstance).count();
  }

  private static DeployPlan plan() {
    byte[] script = "echo at work\n".getBytes(StandardCharsets.UTF_8);
    return new DeployPlan(
        "web1",
        Optional.empty(),
        new ImageRule("Debian", "Debian", true),
        new ResourceSelector("size", "0", true),
        new ResourceSelector("location", "0", false),
        List.of("b"),
        List.of(),
        List.of(
            new PlannedScript(
                "/tmp/provision-it-" + ProcessHandle.current().pid() + "/hello.sh",
                "/c/hello.sh",
                Content.of(script),
                script.length,
                0755,
                false,
                Optional.empty(),
                Map.of())),
        Optional.of("#!/bin/sh\necho the user's own\n"),
        Optional.empty(),
        Optional.empty(),
        OnFailure.STOP,
        List.of());
  }

  @Test
  void a_node_is_recognized_by_the_key_it_was_given_and_then_has_one_that_only_it_knows()
      throws IOException {
    DeployReport report = deploy(LONG, 3);

    assertThat(report.outcome()).isEqualTo(new Outcome.Completed());
    assertThat(report.scripts())
        .singleElement()
        .extracting(step -> ((StepResult.ScriptRan) step.result()).stdout().text())
        .isEqualTo("at work\n");
    HostIdentity identity = report.identity().orElseThrow();
    String own = cloud.node().hostKey();
    assertThat(own).startsWith("ssh-ed25519 ").isNotEqualTo(cloud.givenKey());
    assertThat(identity.key().toString()).isEqualTo(own);
    assertThat(identity.how()).contains("the node generated");
    assertThat(Files.readAllLines(knownHosts))
        .filteredOn(line -> !line.startsWith("#"))
        .containsExactly("[region/node-1]:%s %s".formatted(cloud.node().port(), own));
    assertThat(mode(cloud.nodeDirectory().resolve("host"))).isEqualTo("rw-------");
    assertThat(cloud.nodeDirectory().resolve("host.new")).doesNotExist();
    assertThat(cloud.nodeDirectory().resolve("host.old")).doesNotExist();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void afterwards_the_node_is_reached_by_its_own_key_and_not_by_the_one_it_was_given() {
    deploy(LONG, 1);

    HostTrust known = new HostTrust.KnownHosts(List.of(knownHosts));
    shells.connect(cloud.endpoint(known), LONG, _ -> {}).close();
    HostTrust given = new HostTrust.KnownKeys(List.of(HostKey.parse(cloud.givenKey())));
    assertThat(failure(given)).isInstanceOf(ShellFailure.HostKeyMismatch.class);
  }

  private ShellFailure failure(HostTrust trust) {
    return catchThrowableOfType(
            ShellException.class,
            () -> shells.connect(cloud.endpoint(trust), LONG, _ -> {}).close())
        .failure();
  }

  @Test
  void while_another_key_is_shown_no_byte_of_a_login_leaves() throws IOException {
    deploy(LONG, 3);

    assertThat(cloud.image().log()).contains("SSH2_MSG_KEXINIT sent");
    assertNoLogin(cloud.image().log());
    assertThat(cloud.node().log()).contains("userauth-request for user");
  }

  /// After its key the client says that it goes on with it (NEWKEYS), and after that who it is.
  private static void assertNoLogin(String log) {
    assertThat(log).doesNotContain("SSH2_MSG_NEWKEYS received", "userauth-request", "Accepted");
  }

  @Test
  void whoever_never_shows_the_key_is_refused_with_both_fingerprints_and_learns_nothing()
      throws IOException {
    DeployReport report = deploy(Duration.ofSeconds(2), Integer.MAX_VALUE);

    assertThat(report.outcome())
        .isInstanceOfSatisfying(
            Outcome.ShellFailed.class,
            failed -> {
              assertThat(failed.failure()).isInstanceOf(ShellFailure.HostKeyMismatch.class);
              assertThat(failed.failure().reason())
                  .contains(
                      HostKey.parse(cloud.givenKey()).fingerprint(),
                      HostKey.parse(hostKey(cloud.image())).fingerprint());
            });
    assertNoLogin(cloud.image().log());
    assertThat(attempts(events)).isGreaterThan(1);
    assertThat(knownHosts).content().contains(cloud.givenKey());
    assertThat(events)
        .contains(new DeployEvent.ConsoleRead("web1", "Reached target Network is Online."));
  }

  private static String hostKey(RealSshd sshd) {
    try {
      return sshd.hostKey();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_node_that_cannot_make_a_key_keeps_the_given_one_which_is_said_and_known()
      throws IOException {
    Files.createDirectories(cloud.nodeDirectory().resolve("host.new")); // in ssh-keygen's way

    DeployReport report = deploy(LONG, 1);

    assertThat(report.outcome()).isEqualTo(new Outcome.Completed());
    assertThat(report.identity().orElseThrow().key().toString()).isEqualTo(cloud.givenKey());
    assertThat(report.identity().orElseThrow().how())
        .contains("could not replace the given key", "ssh-keygen");
    assertThat(events).hasAtLeastOneElementOfType(DeployEvent.Warned.class);
    assertThat(knownHosts).content().contains(cloud.givenKey());
    assertThat(cloud.node().hostKey()).isEqualTo(cloud.givenKey());
  }
}
