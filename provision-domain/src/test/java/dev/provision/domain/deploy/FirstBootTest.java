package dev.provision.domain.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import dev.provision.domain.boot.BootKey;
import dev.provision.domain.boot.HostKeyLedger;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.lifetime.TimeToLive;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.ImageRule;
import dev.provision.domain.plan.PlannedEntry.PlannedScript;
import dev.provision.domain.plan.ResourceSelector;
import dev.provision.ports.Content;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.testkit.memory.CloudOperation;
import dev.provision.testkit.memory.InMemoryCloud;
import dev.provision.testkit.memory.InMemoryShell;
import dev.provision.testkit.memory.InMemoryShell.Answer;
import dev.provision.testkit.memory.InMemoryShell.Call;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Nodes that are given their host key, and are waited for, at a cloud that takes user data.
class FirstBootTest {
  private static final HostKey OWN =
      HostKey.parse(
          "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc");

  private final BootKey given = BootKey.generate(new SecureRandom());
  private final InMemoryCloud cloud =
      new InMemoryCloud("Debian 12").takingUserData(OptionalInt.of(2000));
  private final HostKeyLedger ledger = HostKeyLedger.inMemory();
  private final List<String> ran = new ArrayList<>();
  private final List<HostTrust> trusts = new ArrayList<>();
  private final List<RemoteShell> connections = new ArrayList<>();
  private final List<DeployEvent> events = new ArrayList<>();
  private Answer change = new Answer(0, OWN + "\n", "");
  private Answer cloudInit = Answer.ok();
  private Answer locks = Answer.ok();
  private int breaks;

  private Answer answer(Call call) {
    if (call.text().contains("ssh-keygen")) {
      ran.add("new key");
      return change;
    }
    if (call.text().contains("cloud-init status")) {
      ran.add("cloud-init");
      if (breaks-- > 0) {
        throw new ShellException(new ShellFailure.Disconnected("waiting", "it starts anew"));
      }
      return cloudInit;
    }
    if (call.text().contains("/proc/locks")) {
      ran.add("locks");
      return locks;
    }
    ran.add(call.target());
    return Answer.ok();
  }

  /// Shells in memory that write down whom we would have trusted.
  private final class Trusting implements RemoteShellPort {
    private final InMemoryShell shells = new InMemoryShell(FirstBootTest.this::answer);

    @Override
    public RemoteShell connect(SshEndpoint endpoint, Duration limit, WaitObserver waiting) {
      trusts.add(endpoint.trust());
      RemoteShell shell = shells.connect(endpoint, limit, waiting);
      connections.add(shell);
      return shell;
    }

    @Override
    public void close() {}
  }

  private DeployReport deploy(Optional<String> userData) {
    return new Deployer(
            cloud,
            new Trusting(),
            ledger,
            InstantSource.fixed(Instant.EPOCH),
            () -> "token-1",
            () -> given,
            DeployTimeouts.usual(),
            TimeToLive.NONE)
        .deploy(plan(userData), List.of(), false, events::add);
  }

  private static DeployPlan plan(Optional<String> userData) {
    PlannedScript script =
        new PlannedScript(
            "/root/deploy/a.sh",
            "/c/a.sh",
            Content.of(new byte[0]),
            0,
            0755,
            false,
            Optional.empty(),
            Map.of());
    return new DeployPlan(
        "web1",
        Optional.empty(),
        new ImageRule("Debian", "Debian", true),
        new ResourceSelector("size", "0", true),
        new ResourceSelector("location", "0", false),
        List.of("b"),
        List.of(),
        List.of(script),
        userData,
        Optional.empty(),
        Optional.empty(),
        OnFailure.STOP,
        List.of());
  }

  private static HostTrust awaited(HostKey key) {
    return new HostTrust.AwaitedKey(key, Optional.empty());
  }

  private <E extends DeployEvent> List<E> heard(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Test
  void only_the_key_it_was_given_is_accepted_and_then_only_the_one_it_has_made() {
    DeployReport report = deploy(Optional.empty());

    assertThat(cloud.requests().getFirst().userData().orElseThrow())
        .startsWith("#cloud-config\n")
        .contains(given.publicKey().toString());
    assertThat(trusts).containsExactly(awaited(given.publicKey()), awaited(OWN));
    assertThat(report.ok()).isTrue();
    assertThat(report.identity().map(HostIdentity::key)).contains(OWN);
    assertThat(report.identity().orElseThrow().how()).contains("the node generated", "given");
  }

  @Test
  void the_new_key_is_the_first_thing_and_readiness_comes_before_the_steps() {
    deploy(Optional.empty());

    assertThat(ran)
        .containsExactly("new key", "new key", "cloud-init", "locks", "/root/deploy/a.sh");
  }

  @Test
  void what_the_user_hands_the_node_goes_with_it() {
    deploy(Optional.of("#!/bin/sh\necho hello\n"));

    assertThat(cloud.requests().getFirst().userData().orElseThrow())
        .contains("#!/bin/sh\necho hello\n", given.publicKey().toString());
  }

  @Test
  void the_private_key_is_in_no_event_report_or_words() {
    DeployReport report = deploy(Optional.of("#!/bin/sh\n"));

    String secret = given.privateKey().reveal().lines().skip(1).findFirst().orElseThrow();
    assertThat(cloud.requests().getFirst().userData().orElseThrow()).contains(secret);
    assertThat(events.toString() + report + cloud.requests()).doesNotContain(secret, "PRIVATE KEY");
  }

  @Test
  void a_node_that_makes_no_key_keeps_the_given_one_and_that_is_said() {
    change = new Answer(1, "", "there is no ssh-keygen\n");

    DeployReport report = deploy(Optional.empty());

    assertThat(trusts).containsExactly(awaited(given.publicKey()));
    assertThat(report.ok()).isTrue();
    assertThat(report.identity().orElseThrow().key()).isEqualTo(given.publicKey());
    assertThat(report.identity().orElseThrow().how())
        .contains("could not replace", "there is no ssh-keygen");
    assertThat(heard(DeployEvent.Warned.class))
        .singleElement()
        .extracting(DeployEvent.Warned::warning)
        .asString()
        .contains("web1", "could not replace", "there is no ssh-keygen");
  }

  @Test
  void what_is_no_key_is_not_taken_for_one() {
    change = new Answer(0, "Generating public/private key pair\n", "");

    assertThat(deploy(Optional.empty()).identity().orElseThrow().how())
        .contains("could not replace", "did not print a key");
  }

  @Test
  void user_data_that_takes_no_key_is_handed_on_and_the_endpoint_s_own_trust_counts() {
    DeployReport report = deploy(Optional.of("{\"ignition\": {}}"));

    assertThat(cloud.requests().getFirst().userData()).contains("{\"ignition\": {}}");
    assertThat(trusts).singleElement().isInstanceOf(HostTrust.KnownKeys.class);
    assertThat(ran).containsExactly("cloud-init", "locks", "/root/deploy/a.sh");
    assertThat(report.ok()).isTrue();
    assertThat(heard(DeployEvent.Warned.class)).hasSize(1);
  }

  @Test
  void too_much_user_data_is_a_problem_before_the_cloud_is_asked() {
    Optional<String> much = Optional.of("#!/bin/sh\n" + "é".repeat(600));

    assertThatThrownBy(() -> deploy(much))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContainingAll("web1", "2000", "including the host key");
    assertThat(cloud.requests()).isEmpty();
  }

  @Test
  void what_holds_the_node_up_is_told_while_it_lasts() {
    cloudInit = new Answer(0, "cloud-init: running\n", "");
    locks = new Answer(0, "/var/lib/dpkg/lock is held by apt-get, process 7\n", "");

    assertThat(deploy(Optional.empty()).ok()).isTrue();
    assertThat(heard(DeployEvent.NotReady.class))
        .extracting(DeployEvent.NotReady::reason)
        .containsExactly("cloud-init: running", "/var/lib/dpkg/lock is held by apt-get, process 7");
    assertThat(heard(DeployEvent.Awaiting.class))
        .extracting(DeployEvent.Awaiting::what)
        .endsWith("cloud-init to finish", "package managers to finish");
  }

  @Test
  void after_the_limit_the_phase_is_named_and_the_end_of_the_console_shown() {
    locks =
        new Answer(
            new ExitStatus.TimedOut(Duration.ofMinutes(10)),
            """
            /var/lib/dpkg/lock is held by dpkg, process 6
            /var/lib/dpkg/lock is held by apt-get, process 7
            """,
            "");
    cloud.console(
        String.join("\n", IntStream.range(0, 100).mapToObj(line -> "line " + line).toList()));

    DeployReport report = deploy(Optional.empty());

    assertThat(report.outcome())
        .isInstanceOfSatisfying(
            Outcome.ShellFailed.class,
            failed -> {
              assertThat(failed.failure()).isInstanceOf(ShellFailure.TimedOut.class);
              assertThat(failed.failure().doing()).contains("package managers", "192.0.2.1");
              assertThat(failed.failure().reason())
                  .contains("600 s", "apt-get, process 7")
                  .doesNotContain("process 6");
            });
    assertThat(ran).doesNotContain("/root/deploy/a.sh");
    assertThat(heard(DeployEvent.ConsoleRead.class).getFirst().text().lines())
        .hasSize(20)
        .endsWith("line 99");
  }

  @Test
  void a_cloud_that_waits_too_long_has_the_console_shown_too() {
    cloud.fail(
        CloudOperation.AWAIT, new CloudFailure.TimedOut("waiting for node web1", "20 minutes"));
    cloud.console("Kernel panic\n\n");

    deploy(Optional.empty());

    assertThat(heard(DeployEvent.ConsoleRead.class))
        .singleElement()
        .isEqualTo(new DeployEvent.ConsoleRead("web1", "Kernel panic"));
  }

  @Test
  void a_console_that_cannot_be_read_does_not_hide_the_failure() {
    CloudFailure late = new CloudFailure.TimedOut("waiting for node web1", "20 minutes");
    cloud.fail(CloudOperation.AWAIT, late);
    cloud.fail(
        CloudOperation.CONSOLE, new CloudFailure.Unsupported("reading", "there are no consoles"));

    assertThat(deploy(Optional.empty()).outcome()).isEqualTo(new Outcome.CloudFailed(late));
    assertThat(heard(DeployEvent.Warned.class))
        .singleElement()
        .extracting(DeployEvent.Warned::warning)
        .asString()
        .contains("there are no consoles");
  }

  @Test
  void a_console_is_not_read_after_other_failures() {
    cloud.console("all is well");
    cloud.fail(
        CloudOperation.AWAIT, new CloudFailure.Unauthorized("waiting", "the key has expired"));

    deploy(Optional.empty());

    assertThat(heard(DeployEvent.ConsoleRead.class)).isEmpty();
  }

  @Test
  void cloud_init_s_errors_are_told_and_the_steps_are_done() {
    cloudInit = new Answer(3, "status: error\ndetail: no such package\n", "");

    assertThat(deploy(Optional.empty()).ok()).isTrue();
    assertThat(heard(DeployEvent.Warned.class))
        .singleElement()
        .extracting(DeployEvent.Warned::warning)
        .asString()
        .contains("web1", "cloud-init", "no such package");
  }

  @Test
  void a_node_that_starts_anew_while_it_is_waited_for_is_waited_for_again() {
    breaks = 2;

    assertThat(deploy(Optional.empty()).ok()).isTrue();
    assertThat(trusts)
        .containsExactly(awaited(given.publicKey()), awaited(OWN), awaited(OWN), awaited(OWN));
    assertThat(heard(DeployEvent.ConnectionPending.class)).hasSize(2);
  }

  @Test
  void a_node_that_breaks_off_again_and_again_is_a_failure() {
    breaks = 100;

    assertThat(deploy(Optional.empty()).outcome()).isInstanceOf(Outcome.ShellFailed.class);
    assertThat(ran).doesNotContain("/root/deploy/a.sh");
  }

  /// That of the given key, that of the node's own key, and one after the node has closed it.
  @Test
  void no_connection_stays_open() {
    breaks = 1;
    deploy(Optional.empty());

    assertThat(connections)
        .hasSize(3)
        .allSatisfy(
            shell ->
                assertThatThrownBy(() -> shell.compare(List.of()))
                    .isInstanceOf(ShellException.class));
  }
}
