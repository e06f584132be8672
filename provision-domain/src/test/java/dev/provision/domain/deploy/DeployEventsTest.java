package dev.provision.domain.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import dev.provision.domain.boot.BootKey;
import dev.provision.domain.boot.HostKeyLedger;
import dev.provision.domain.boot.HostKeyRecord;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.lifetime.TimeToLive;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.ImageRule;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.testkit.memory.InMemoryCloud;
import dev.provision.testkit.memory.InMemoryShell;
import dev.provision.testkit.memory.InMemoryShell.Answer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is told while a node is deployed, changed or compared, and what is written down by then.
final class DeployEventsTest {
  private static final String HOST = "192.0.2.1";

  private final InMemoryCloud cloud = new InMemoryCloud("Debian 12");
  private final InMemoryShell shells =
      new InMemoryShell(
          call -> call.text().contains("fail") ? new Answer(7, "", "") : new Answer(0, "", ""));
  private final HostKeyLedger ledger = HostKeyLedger.inMemory();
  private final BootKey given = BootKey.generate(new SecureRandom());
  private final List<DeployEvent> events = new ArrayList<>();

  private Deployer deployer() {
    return new Deployer(
        cloud,
        shells,
        ledger,
        InstantSource.fixed(Instant.EPOCH),
        () -> "token-1",
        () -> given,
        DeployTimeouts.usual(),
        TimeToLive.NONE);
  }

  private static DeployPlan plan(ImageRule image, String... scripts) {
    DeployPlan plan = DeployerTest.plan(OnFailure.STOP, scripts);
    return new DeployPlan(
        plan.name(),
        Optional.empty(),
        image,
        plan.size(),
        plan.location(),
        plan.bundles(),
        plan.keys(),
        plan.entries(),
        plan.userData(),
        plan.keyPair(),
        plan.sshKey(),
        plan.onFailure(),
        List.of("take care"));
  }

  private static DeployPlan plan(String... scripts) {
    return plan(new ImageRule("Debian", "Debian", true), scripts);
  }

  private DeployReport deploy(DeployPlan plan, boolean destroyOnFailure) {
    return deployer().deploy(plan, List.of(), destroyOnFailure, events::add);
  }

  /// The kinds of events, but for those of which there are as many as there are bytes.
  private List<String> told() {
    return events.stream()
        .filter(event -> !(event instanceof DeployEvent.Sent))
        .map(event -> event.getClass().getSimpleName())
        .toList();
  }

  private Node existing() {
    deploy(plan(), false);
    events.clear();
    return cloud.nodes().getFirst();
  }

  @Test
  void each_part_of_a_deployment_is_told() {
    deploy(plan("fail"), true);

    assertThat(told())
        .containsExactly(
            "Started",
            "Warned",
            "Creating",
            "Created",
            "Awaiting",
            "Running",
            "Awaiting",
            "AwaitingPart",
            "Connected",
            "Applying",
            "AwaitingPart",
            "StepStarted",
            "StepFinished",
            "StepStarted",
            "StepFinished",
            "StepStarted",
            "StepFinished",
            "Destroying",
            "Destroyed",
            "Finished");
  }

  @Test
  void a_node_that_exists_is_changed_and_not_created() {
    Node node = existing();
    DeployReport report = deployer().apply(plan("true", "true"), node, List.of(), events::add);

    assertThat(report.ok()).isTrue();
    assertThat(report.node().orElseThrow().id()).isEqualTo(node.id());
    assertThat(told())
        .startsWith("Started", "Warned", "Awaiting", "Running", "Awaiting")
        .endsWith("StepFinished", "Finished")
        .doesNotContain("Creating");
    assertThat(shells.files(HOST).paths()).contains("/root/deploy/1.sh");
    assertThat(cloud.requests()).hasSize(1);
  }

  @Test
  void a_node_that_still_shows_the_key_that_it_was_given_is_made_to_change_it() {
    Node node = existing();
    ledger.open(new HostKeyRecord("t", "web1", Instant.EPOCH, given.publicKey()));
    ledger.bind("t", node.id());
    shells.hostKey(HOST, given.publicKey());
    deployer().apply(plan(), node, List.of(), events::add);

    // These nodes run no script that could, so they tell no new key.
    assertThat(warnings()).last().asString().contains("could not replace the given key");
  }

  @Test
  void what_was_chosen_once_is_what_each_node_of_a_fleet_is_created_from() {
    DeployPlan plan = plan();
    ChosenResources chosen = deployer().choose(plan);
    DeployReport report = deployer().deploy(plan, chosen, List.of(), false, events::add);

    assertThat(report.ok()).isTrue();
    assertThat(cloud.requests().getFirst().image()).isEqualTo(chosen.image());
    assertThat(told()).startsWith("Started", "Warned", "Creating");
  }

  @Test
  void comparing_finds_out_for_each_step_and_changes_nothing() {
    Node node = existing();
    DeployPlan plan = plan("true");
    List<StepComparison> comparisons = deployer().compare(plan, node, List.of());

    assertThat(comparisons)
        .extracting(one -> one.difference().getClass().getSimpleName())
        .containsExactly("None", "None", "FileMissing");
    assertThat(comparisons).extracting(StepComparison::step).isEqualTo(plan.steps());
    assertThat(shells.files(HOST).paths()).doesNotContain("/root/deploy/0.sh");
  }

  @Test
  void a_connection_to_a_node_says_what_it_waits_for() {
    Node node = existing();
    try (RemoteShell shell = deployer().connect(node, List.of(), events::add)) {
      assertThat(shell.hostIdentity().key()).isEqualTo(shells.hostKey(HOST));
    }

    assertThat(events)
        .filteredOn(DeployEvent.Awaiting.class::isInstance)
        .extracting(event -> ((DeployEvent.Awaiting) event).what())
        .containsExactly("the node to run and get an address", "SSH to answer");
  }

  /// Whatever ends the program after the request, the next one recognizes the node.
  @Test
  void the_host_key_is_recorded_before_the_cloud_is_asked() {
    cloud.takingUserData(OptionalInt.empty());
    deployer()
        .deploy(
            plan(),
            List.of(),
            false,
            event -> {
              if (event instanceof DeployEvent.Creating) {
                events.add(event);
                assertThat(ledger.unanswered("web1"))
                    .singleElement()
                    .satisfies(record -> assertThat(record.given()).contains(given.publicKey()));
              }
            });

    assertThat(events).hasSize(1);
  }

  @Test
  void the_record_of_a_node_goes_with_the_node() {
    cloud.takingUserData(OptionalInt.empty());
    deploy(plan("fail"), true);

    Node node =
        events.stream()
            .filter(DeployEvent.Created.class::isInstance)
            .map(event -> ((DeployEvent.Created) event).node())
            .findFirst()
            .orElseThrow();
    assertThat(cloud.nodes()).isEmpty();
    assertThat(ledger.of(node.id())).isEmpty();
    assertThat(ledger.unanswered("web1")).isEmpty();
  }

  @Test
  void as_much_user_data_as_the_cloud_accepts_is_sent_and_no_more() {
    cloud.takingUserData(OptionalInt.empty());
    deploy(plan(), true);
    int size =
        cloud
            .requests()
            .getFirst()
            .userData()
            .orElseThrow()
            .getBytes(StandardCharsets.UTF_8)
            .length;
    cloud.takingUserData(OptionalInt.of(size - 1));
    assertThatThrownBy(() -> deploy(plan(), false))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining(
            "has %s bytes, including the host key; the provider accepts at most %s",
            size, size - 1);
    cloud.takingUserData(OptionalInt.of(size)).allowSameNames();
    deploy(plan(), false);

    assertThat(cloud.requests()).hasSize(2);
  }

  @Test
  void an_image_that_is_ignored_is_told_unless_nobody_chose_it() {
    deploy(plan(new ImageRule("Windows", "Windows", false)), false);
    assertThat(warnings())
        .containsExactly(
            "take care", "this provider has only one image, Debian 12; ignoring 'Windows'");

    cloud.allowSameNames();
    for (String asked : List.of(Configuration.BUILT_IN_IMAGE, "Debian", "Debian 12")) {
      events.clear();
      deploy(plan(new ImageRule(asked, asked, false)), false);
      assertThat(warnings()).as(asked).containsExactly("take care");
    }
  }

  private List<String> warnings() {
    return events.stream()
        .filter(DeployEvent.Warned.class::isInstance)
        .map(event -> ((DeployEvent.Warned) event).warning())
        .toList();
  }

  record Trouble(ShellFailure failure, boolean consoleHelps) {}

  static Stream<Trouble> troubles() {
    return Stream.of(
        new Trouble(new ShellFailure.TimedOut("connecting", "it took too long"), true),
        new Trouble(new ShellFailure.Unreachable("connecting", "nobody there"), true),
        new Trouble(new ShellFailure.AuthRejected("connecting", "not you"), false),
        new Trouble(new ShellFailure.Disconnected("connecting", "the line broke"), false));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void the_console_is_shown_where_it_may_say_why_the_node_does_not_come_up(Trouble trouble) {
    cloud.console("cannot mount /\n");
    shells.fail(trouble.failure());
    deploy(plan(), false);

    assertThat(told().contains("ConsoleRead")).isEqualTo(trouble.consoleHelps());
  }

  @Test
  void a_console_without_a_word_is_not_shown() {
    cloud.console("\n");
    shells.fail(new ShellFailure.Unreachable("connecting", "nobody there"));
    deploy(plan(), false);

    assertThat(told()).doesNotContain("ConsoleRead");
  }
}
