package dev.provision.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.plan.DeployPlan.PlannedStep;
import dev.provision.ports.Content;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.Output;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.StepResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ProgressWordsTest {
  private static final Content CONTENT = Content.of("true\n".getBytes(UTF_8));
  private static final NodeId ID = new NodeId("i-1");
  private static final Duration HALF = Duration.ofMillis(500);
  private static final Node NODE =
      new Node(
          ID,
          "n",
          Node.State.RUNNING,
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
  static final HostIdentity IDENTITY =
      new HostIdentity(new HostKey("ssh-ed25519", "AAAA"), "recorded", true);
  private static final PlannedStep KEYS =
      new PlannedStep("~/keys", "public keys", new AuthorizeKeys("keys", List.of("k", "l")));
  private static final PlannedStep FILE =
      new PlannedStep("/f", "f", new PutFile("/f", CONTENT, 0644, Optional.empty()));
  private static final PlannedStep SCRIPT =
      new PlannedStep(
          "/s",
          "s",
          new RunScript("/s", CONTENT, 0755, Map.of(), Optional.empty(), RunScript.OnFailure.STOP));
  private static final StepResult BAD =
      new StepResult.ScriptRan(new ExitStatus.Exited(3), Output.none(), Output.none(), HALF);

  private static final StepResult NOT_NEEDED = new StepResult.NotNeeded("it ran on Monday");

  private static PlannedStep conditional(PlannedStep step) {
    return new PlannedStep(
        step.target(), step.source(), new ConditionalStep(step.step(), List.of()));
  }

  static DeployEvent finished(String name, Outcome outcome) {
    return new DeployEvent.Finished(
        name,
        new DeployReport(
            name,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            outcome,
            false,
            Optional.empty(),
            HALF));
  }

  private static Arguments row(DeployEvent event, String line, String now) {
    return Arguments.of(event, line, now);
  }

  /// Each event, its line in a log of one node, and what is going on from then on; empty for none.
  static Stream<Arguments> events() {
    return Stream.of(
        row(
            new DeployEvent.Creating(
                "n",
                "token",
                new Image("u", "Ubuntu"),
                new Size(
                    "s",
                    "small",
                    OptionalDouble.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty()),
                new Location("l", "Paris")),
            "creating, image Ubuntu, size small, location Paris",
            "creating"),
        row(new DeployEvent.Created("n", NODE), "created, ID i-1", "created, ID i-1"),
        row(
            new DeployEvent.Awaiting("n", "the node to run", HALF),
            "",
            "waiting for the node to run"),
        row(new DeployEvent.AwaitingPart("n", "h to answer", HALF), "", ""),
        row(new DeployEvent.Running("n", NODE, "root@h"), "running, root@h", "running, root@h"),
        row(
            new DeployEvent.ConnectionPending("n", "refused"),
            "not reachable yet: refused",
            "waiting for SSH: refused"),
        row(
            new DeployEvent.Connected("n", "root@h", IDENTITY),
            "connected, host key " + IDENTITY.key().fingerprint() + " (recorded)",
            "connected, root@h"),
        row(
            new DeployEvent.NotReady("n", "cloud-init"),
            "not ready yet: cloud-init",
            "not ready yet: cloud-init"),
        row(
            new DeployEvent.NodeBusy("n", "alice"),
            "waiting for another run on this node to finish: alice",
            "waiting for another run on this node to finish: alice"),
        row(
            new DeployEvent.Silent("n", Duration.ofSeconds(12), Duration.ofSeconds(30)),
            "no data from the node for 12 s (the connection is closed after 30 s)",
            ""),
        row(new DeployEvent.Applying("n", List.of(KEYS)), "", "sending 3 steps"),
        row(new DeployEvent.Sent("n", 1024, 2048), "", "sent 1 KiB of 2 KiB"),
        row(new DeployEvent.StepStarted("n", 0, KEYS), "", "[1/3] 2 keys"),
        row(new DeployEvent.StepStarted("n", 1, FILE), "", "[2/3] file /f"),
        row(new DeployEvent.StepStarted("n", 2, SCRIPT), "[3/3] running /s", "[3/3] script /s"),
        row(new DeployEvent.StepFinished("n", 0, KEYS, new StepResult.KeysAuthorized(2)), "", ""),
        row(new DeployEvent.StepFinished("n", 1, FILE, new StepResult.FilePut(true)), "", ""),
        row(
            new DeployEvent.StepFinished("n", 1, FILE, new StepResult.FilePut(true, "no owner")),
            "[2/3] /f: installed (no owner)",
            ""),
        row(
            new DeployEvent.StepFinished("n", 1, FILE, new StepResult.Failed("disk full")),
            "[2/3] /f: failed: disk full",
            ""),
        row(
            new DeployEvent.StepFinished("n", 2, SCRIPT, BAD),
            "[3/3] /s: exit status 3, 0.50 s",
            ""),
        row(new DeployEvent.StepFinished("n", 1, FILE, NOT_NEEDED), "", ""),
        row(
            new DeployEvent.StepFinished("n", 2, conditional(SCRIPT), NOT_NEEDED),
            "[3/3] /s: not needed: it ran on Monday",
            ""),
        row(
            new DeployEvent.StepStarted("n", 2, conditional(SCRIPT)),
            "[3/3] running /s",
            "[3/3] script /s"),
        row(new DeployEvent.Warned("n", "beware"), "", ""),
        row(new DeployEvent.Destroying("n", ID), "destroying, ID i-1", "destroying"),
        row(new DeployEvent.Destroyed("n", ID), "destroyed", "destroyed"),
        row(finished("n", new Outcome.Completed()), "succeeded in 0.50 s", ""),
        row(
            finished("n", new Outcome.CloudFailed(new CloudFailure.NotFound("asking", "gone"))),
            "failed after 0.50 s",
            ""));
  }

  @ParameterizedTest
  @MethodSource("events")
  void each_event_has_its_words(DeployEvent event, String line, String now) {
    assertThat(ProgressWords.line(event, 3, false).orElse("")).isEqualTo(line);
    assertThat(ProgressWords.now(event, 3).orElse("")).isEqualTo(now);
  }

  @Test
  void whoever_asks_for_more_sees_every_file() {
    DeployEvent put = new DeployEvent.StepFinished("n", 1, FILE, new StepResult.FilePut(false));

    assertThat(ProgressWords.line(put, 3, true)).contains("[2/3] /f: unchanged");
  }

  @Test
  void of_many_nodes_a_log_has_what_goes_wrong_and_not_each_script() {
    DeployEvent good =
        new DeployEvent.StepFinished(
            "n",
            2,
            SCRIPT,
            new StepResult.ScriptRan(new ExitStatus.Exited(0), Output.none(), Output.none(), HALF));

    assertThat(ProgressWords.ofMany(good, 3)).isEmpty();
    assertThat(ProgressWords.ofMany(new DeployEvent.StepStarted("n", 2, SCRIPT), 3)).isEmpty();
    assertThat(ProgressWords.ofMany(new DeployEvent.StepFinished("n", 2, SCRIPT, BAD), 3))
        .contains("[3/3] /s: exit status 3, 0.50 s");
    assertThat(ProgressWords.ofMany(new DeployEvent.Created("n", NODE), 3))
        .contains("created, ID i-1");
    assertThat(ProgressWords.ofMany(finished("n", new Outcome.Completed()), 3))
        .contains("succeeded in 0.50 s");
  }

  @Test
  void a_console_is_shown_below_its_nodes_name_and_controls_nothing() {
    assertThat(ProgressWords.console(new DeployEvent.ConsoleRead("n", "a\r\n\u001b[2Jb\n")))
        .satisfiesExactly(
            head -> assertThat(head).isEqualTo("n: end of its console:"),
            first -> assertThat(first).isEqualTo("  | a"),
            second -> assertThat(second).startsWith("  | ").endsWith("b").doesNotContain("\u001b"));
  }
}
