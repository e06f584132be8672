package dev.provision.domain.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import dev.provision.domain.boot.BootKey;
import dev.provision.domain.boot.HostKeyLedger;
import dev.provision.domain.bundle.RunRule;
import dev.provision.domain.bundle.SystemFilter;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.deploy.DeployReport.StepReport;
import dev.provision.domain.lifetime.TimeToLive;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.ImageRule;
import dev.provision.domain.plan.PlannedEntry;
import dev.provision.domain.plan.PlannedEntry.PlannedFile;
import dev.provision.domain.plan.PlannedEntry.PlannedReboot;
import dev.provision.domain.plan.PlannedEntry.PlannedScript;
import dev.provision.domain.plan.ResourceSelector;
import dev.provision.domain.variable.VariableValue;
import dev.provision.ports.Content;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.memory.InMemoryCloud;
import dev.provision.testkit.memory.InMemoryShell;
import dev.provision.testkit.memory.InMemoryShell.Answer;
import dev.provision.testkit.memory.InMemoryShell.Call;
import dev.provision.testkit.memory.ShellFault;
import dev.provision.testkit.memory.ShellFault.RestartRule;
import dev.provision.testkit.time.SimulatedClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Plans that restart their node: what is done before and after, and a node that does not come
/// back.
final class RestartTest {
  private static final String HOST = "192.0.2.1";
  private static final Duration BOOT = Duration.ofSeconds(31);
  private static final StepResult SKIPPED = new StepResult.Skipped();
  private static final StepResult NO_CHANGE =
      new StepResult.NotNeeded("nothing it depends on has changed");

  private final SimulatedClock clock = SimulatedClock.jumping();
  private final List<String> ran = new ArrayList<>();
  private final List<DeployEvent> events = new ArrayList<>();
  private final InMemoryCloud cloud = new InMemoryCloud(clock, "Debian 12");
  private final InMemoryShell shells = new InMemoryShell(clock, this::answer).booting(BOOT);
  private Consumer<Call> acts = _ -> {};

  private Answer answer(Call call) {
    ran.add(call.text());
    acts.accept(call);
    return new Answer(0, call.text(), "");
  }

  private DeployReport deploy(PlannedEntry... entries) {
    return deployer().deploy(plan(List.of(entries)), List.of(), false, events::add);
  }

  private DeployReport apply(PlannedEntry... entries) {
    return apply(List.of(entries));
  }

  private DeployReport apply(List<PlannedEntry> entries) {
    return deployer().apply(plan(entries), cloud.nodes().getFirst(), List.of(), events::add);
  }

  private Deployer deployer() {
    return new Deployer(
        cloud,
        shells,
        HostKeyLedger.inMemory(),
        clock,
        () -> "token-1",
        () -> BootKey.generate(new SecureRandom()),
        DeployTimeouts.usual(),
        TimeToLive.NONE);
  }

  private static DeployPlan plan(List<PlannedEntry> entries) {
    return new DeployPlan(
        "web1",
        Optional.empty(),
        new ImageRule("Debian", "Debian", true),
        new ResourceSelector("size", "0", true),
        new ResourceSelector("location", "0", false),
        List.of("b"),
        List.of(),
        entries,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OnFailure.STOP,
        List.of());
  }

  private static PlannedFile file(String target, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new PlannedFile(
        target, "/c" + target, Content.of(bytes), bytes.length, 0644, Optional.empty());
  }

  private static PlannedScript script(String text, String... ifChanged) {
    return script(text, List.of(), ifChanged);
  }

  private static PlannedScript script(
      String text, List<VariableValue.Hidden> secrets, String... ifChanged) {
    return new PlannedScript(
        "/root/" + text,
        "/c/" + text,
        Content.of(text.getBytes(UTF_8)),
        text.length(),
        0755,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        rule(ifChanged),
        false,
        secrets,
        SystemFilter.ALL);
  }

  private static RunRule rule(String... ifChanged) {
    return ifChanged.length == 0 ? new RunRule.Always() : new RunRule.IfChanged(List.of(ifChanged));
  }

  private static PlannedReboot reboot(String... ifChanged) {
    return named("b 0", ifChanged);
  }

  private static PlannedReboot named(String name, String... ifChanged) {
    return new PlannedReboot(name, Duration.ofMinutes(5), rule(ifChanged), SystemFilter.ALL);
  }

  private static List<StepResult> results(DeployReport report) {
    return report.steps().stream().map(StepReport::result).toList();
  }

  private List<Integer> finished() {
    return events.stream()
        .filter(DeployEvent.StepFinished.class::isInstance)
        .map(event -> ((DeployEvent.StepFinished) event).index())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RETURNS", "LINGERS"})
  void what_comes_after_a_restart_is_done_when_the_node_has_started_again(String rule) {
    shells.restarting(HOST, RestartRule.valueOf(rule));

    DeployReport report = deploy(script("before"), reboot(), script("after"));

    assertThat(report.ok()).isTrue();
    assertThat(ran).containsExactly("before", "after");
    assertThat(results(report).get(1)).isEqualTo(new StepResult.Rebooted(BOOT));
    assertThat(finished()).containsExactly(0, 1, 2);
    assertThat(events)
        .filteredOn(DeployEvent.StepStarted.class::isInstance)
        .extracting(event -> ((DeployEvent.StepStarted) event).index())
        .containsExactly(0, 1, 2);
    assertThat(events)
        .contains(new DeployEvent.Awaiting("web1", "the node to restart", Duration.ofMinutes(5)));
  }

  @Test
  void several_restarts_follow_each_other_also_at_the_ends() {
    DeployReport report = deploy(reboot(), reboot(), script("between"), reboot());

    assertThat(report.ok()).isTrue();
    assertThat(results(report))
        .filteredOn(StepResult.Rebooted.class::isInstance)
        .containsOnly(new StepResult.Rebooted(BOOT))
        .hasSize(3);
    assertThat(finished()).containsExactly(0, 1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"REFUSES", "STAYS"})
  void a_node_that_does_not_restart_gets_nothing_more(String rule) {
    shells.restarting(HOST, RestartRule.valueOf(rule));

    DeployReport report = deploy(script("before"), reboot(), script("after"));

    assertThat(report.ok()).isFalse();
    assertThat(report.outcome()).isInstanceOf(Outcome.Completed.class);
    assertThat(ran).containsExactly("before");
    assertThat(results(report).get(1))
        .isInstanceOfSatisfying(
            StepResult.Failed.class,
            failed ->
                assertThat(failed.reason())
                    .isEqualTo(
                        rule.equals("STAYS")
                            ? "reboot: it has not restarted after 300 s: it still has the boot ID"
                                + " boot-1"
                            : "reboot: refused"));
    assertThat(results(report).get(2)).isEqualTo(SKIPPED);
    assertThat(finished()).containsExactly(0, 1, 2);
  }

  @Test
  void a_node_that_does_not_come_back_is_waited_for_until_the_limit() {
    shells.restarting(HOST, RestartRule.VANISHES);

    DeployReport report = deploy(reboot(), script("after"));

    assertThat(((Outcome.ShellFailed) report.outcome()).failure())
        .isInstanceOfSatisfying(
            ShellFailure.TimedOut.class,
            late -> {
              assertThat(late.doing()).isEqualTo("waiting for node 'web1' to restart");
              assertThat(late.reason())
                  .isEqualTo(
                      "it went down, but did not answer with another boot ID within 300 s; last"
                          + " attempt: nothing listens there within the limit");
            });
    assertThat(results(report)).containsExactly(SKIPPED, SKIPPED);
    assertThat(ran).isEmpty();
    assertThat(report.duration()).isBetween(BOOT.plusMinutes(5), BOOT.plusMinutes(6));
  }

  @Test
  void a_node_that_comes_back_with_another_key_is_refused() {
    HostKey other =
        HostKey.parse(
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc");
    acts = _ -> shells.hostKey(HOST, other);

    DeployReport report = deploy(script("before"), reboot(), script("after"));

    assertThat(((Outcome.ShellFailed) report.outcome()).failure())
        .isInstanceOf(ShellFailure.HostKeyMismatch.class);
    assertThat(ran).containsExactly("before");
  }

  @Test
  void a_restart_and_what_follows_it_happen_only_after_a_change() {
    PlannedReboot reboot = reboot("/etc/a");
    PlannedScript script = script("after", "/etc/a");
    deploy(file("/etc/a", "one"), reboot, script);
    assertThat(ran).containsExactly("after");

    DeployReport again = apply(file("/etc/a", "one"), reboot, script);

    assertThat(results(again)).containsExactly(new StepResult.FilePut(false), NO_CHANGE, NO_CHANGE);
    assertThat(finished()).containsExactly(0, 1, 2, 0, 1, 2);
    DeployReport changed = apply(file("/etc/a", "two"), reboot, script);
    assertThat(results(changed).get(1)).isInstanceOf(StepResult.Rebooted.class);
    assertThat(ran).containsExactly("after", "after");
  }

  @Test
  void a_run_that_ends_during_the_restart_is_made_up_for_without_another_restart() {
    deploy();
    PlannedEntry[] steps = {
      file("/etc/a", "one"), reboot("/etc/a"), script("after", "/etc/a"), script("always")
    };
    shells.restarting(HOST, RestartRule.LINGERS);
    acts = _ -> {};
    shells.inject(
        ShellFault.afterSteps(1, new ShellFailure.Interrupted("applying", "Ctrl-C")).times(2));
    DeployReport killed = apply(steps);
    assertThat(killed.ok()).isFalse();
    shells.heal();
    assertThat(results(apply(steps)).get(1)).isInstanceOf(StepResult.Rebooted.class);
    shells.restarting(HOST, RestartRule.RETURNS);
    assertThat(ran).containsExactly("after", "always");
    ran.clear();

    // This time it ends when the node is down.
    steps[0] = file("/etc/a", "two");
    shells.restarting(HOST, RestartRule.VANISHES);
    assertThat(apply(steps).ok()).isFalse();
    shells.restarting(HOST, RestartRule.RETURNS);
    DeployReport made = apply(steps);

    assertThat(results(made).get(1)).isEqualTo(NO_CHANGE);
    assertThat(ran).containsExactly("after", "always");
  }

  @Test
  void secrets_are_masked_after_a_restart_too() {
    VariableValue.Hidden secret = new VariableValue.Hidden(Secret.of("tell-nobody"));

    DeployReport report = deploy(reboot(), script("tell-nobody", List.of(secret)));

    assertThat(((StepResult.ScriptRan) results(report).get(1)).stdout().text()).isEqualTo("******");
    assertThat(finished()).containsExactly(0, 1);
  }

  @Test
  void a_connection_that_is_lost_after_the_restart_is_not_made_again() {
    deploy();
    shells.inject(
        ShellFault.afterSteps(2, new ShellFailure.Disconnected("applying", "cut")).times(1));

    DeployReport report = apply(reboot(), script("one"), script("two"));

    assertThat(((Outcome.ShellFailed) report.outcome()).failure().reason()).isEqualTo("cut");
    assertThat(results(report).getFirst()).isInstanceOf(StepResult.Rebooted.class);
    assertThat(ran).containsExactly("one");
  }

  @Test
  void a_restart_is_refused_before_anything_is_done_where_nodes_cannot_restart() {
    cloud.withoutRestarts("its nodes are containers");

    assertThatThrownBy(() -> deploy(script("before"), reboot()))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining(
            "the bundles of node 'web1' (b) restart it, but its nodes are containers");
    assertThat(cloud.requests()).isEmpty();
    assertThat(events).isEmpty();
    assertThat(deploy(script("before")).ok()).isTrue();
    assertThatThrownBy(() -> apply(reboot())).isInstanceOf(ProblemsException.class);
  }

  /// Whatever is done before and after: the same as without a restart.
  @Test
  void a_restart_changes_nothing_else() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<List<PlannedEntry>> runs = List.of(entries(random, seed), entries(random, seed));
      List<List<StepResult>> with = new ArrayList<>();
      List<List<StepResult>> without = new ArrayList<>();
      RestartTest one = new RestartTest();
      RestartTest other = new RestartTest();
      one.deploy();
      other.deploy();
      for (List<PlannedEntry> run : runs) {
        for (int times = 0; times < 2; times++) {
          with.add(
              one.apply(run).steps().stream()
                  .filter(step -> !step.step().isReboot())
                  .map(StepReport::result)
                  .toList());
          without.add(
              results(
                  other.apply(run.stream().filter(it -> !(it instanceof PlannedReboot)).toList())));
        }
      }
      assertThat(with.toString()).as("seed %s", seed).isEqualTo(without.toString());
      assertThat(one.ran).as("seed %s", seed).isEqualTo(other.ran);
    }
  }

  private static List<PlannedEntry> entries(Random random, int seed) {
    Random shape = new Random(seed);
    List<PlannedEntry> entries = new ArrayList<>();
    List<String> targets = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String target = "/etc/" + i;
      String[] some = targets.stream().filter(_ -> shape.nextInt(3) > 0).toArray(String[]::new);
      switch (shape.nextInt(4)) {
        case 0 -> entries.add(named("b " + i, some));
        case 1 -> entries.add(script("script" + i, some));
        default -> {
          entries.add(file(target, "text " + random.nextInt(2)));
          targets.add(target);
        }
      }
    }
    return entries;
  }
}
