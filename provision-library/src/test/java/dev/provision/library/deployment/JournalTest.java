package dev.provision.library.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.deploy.ChosenResources;
import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployPlan.PlannedStep;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.library.Provision;
import dev.provision.ports.Content;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lines of `journal.jsonl` are a file format: each kind of event has the line that
/// `journal.jsonl` among the tests' resources shows.
final class JournalTest {
  private static final Image IMAGE = new Image("i-1", "Debian 12");
  private static final Size SIZE =
      new Size("s-1", "small", OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty());
  private static final Location HERE = new Location("l-1", "here");
  private static final Node NODE =
      new Node(
          new NodeId("n-1"),
          "web",
          Node.State.RUNNING,
          List.of("192.0.2.7", "2001:db8::7"),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
  private static final HostIdentity IDENTITY =
      new HostIdentity(
          HostKey.parse(
              "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"),
          "the provider gave its key",
          true);
  private static final PlannedStep STEP =
      new PlannedStep(
          "/etc/motd",
          "files/motd",
          new PutFile("/etc/motd", Content.of(new byte[0]), 0644, Optional.empty()));

  @TempDir private Path directory;

  private DeployPlan plan() throws IOException {
    Path site = Files.createDirectory(directory.resolve("site"));
    Files.writeString(site.resolve("provision.yaml"), "bundles: {web: {}}\ndefault-bundles: []\n");
    try (Provision provision = Provision.builder().configuration(site.toString()).open()) {
      return provision.plan(DeployRequest.ofBundles("web").named("web"));
    }
  }

  private static DeployReport report(DeployReport.Outcome outcome, Optional<CloudFailure> left) {
    return new DeployReport(
        "web",
        Optional.of(NODE),
        Optional.of(new ChosenResources(IMAGE, SIZE, HERE, false)),
        Optional.of(IDENTITY),
        List.of(),
        outcome,
        false,
        left,
        Duration.ofSeconds(3));
  }

  private List<DeployEvent> events() throws IOException {
    CloudFailure failure = new CloudFailure.TimedOut("destroying node web", "it is still there");
    return List.of(
        new DeployEvent.Started("web", plan()),
        new DeployEvent.Warned("web", "a \"quoted\" warning"),
        new DeployEvent.Awaiting(
            "web", "the node to run and get an address", Duration.ofMinutes(1)),
        new DeployEvent.AwaitingPart("web", "the version line", Duration.ofSeconds(20)),
        new DeployEvent.Creating("web", "t0k3n", IMAGE, SIZE, HERE),
        new DeployEvent.Created("web", NODE),
        new DeployEvent.Running("web", NODE, "root@192.0.2.7"),
        new DeployEvent.ConnectionPending("web", "refused"),
        new DeployEvent.Connected("web", "root@192.0.2.7", IDENTITY),
        new DeployEvent.NotReady("web", "cloud-init is running"),
        new DeployEvent.ConsoleRead("web", "what the node printed"),
        new DeployEvent.NodeBusy("web", "somebody since noon"),
        new DeployEvent.Applying("web", List.of(STEP)),
        new DeployEvent.Sent("web", 1, 2),
        new DeployEvent.Silent("web", Duration.ofSeconds(5), Duration.ofSeconds(30)),
        new DeployEvent.StepStarted("web", 0, STEP),
        new DeployEvent.ScriptOutput("web", 0, StepObserver.Stream.STDOUT, "x".getBytes(UTF_8)),
        new DeployEvent.StepFinished("web", 0, STEP, new StepResult.FilePut(true)),
        new DeployEvent.StepFinished("web", 0, STEP, new StepResult.Failed("no room\nat all")),
        new DeployEvent.StepFinished("web", 0, STEP, new StepResult.NotNeeded("only for debian")),
        new DeployEvent.Destroying("web", NODE.id()),
        new DeployEvent.Destroyed("web", NODE.id()),
        new DeployEvent.Finished(
            "web", report(new DeployReport.Outcome.Completed(), Optional.empty())),
        new DeployEvent.Finished(
            "web", report(new DeployReport.Outcome.CloudFailed(failure), Optional.of(failure))));
  }

  @Test
  void each_event_has_the_line_that_the_format_shows() throws IOException {
    try (Journal journal = Journal.in(directory, () -> Instant.EPOCH, PlanDigest.of("5e1f"))) {
      for (DeployEvent event : events()) {
        assertThat(journal.accept(event)).isEmpty();
      }
    }
    try (InputStream golden =
        Objects.requireNonNull(JournalTest.class.getResourceAsStream("journal.jsonl"))) {
      assertThat(directory.resolve("journal.jsonl"))
          .hasContent(new String(golden.readAllBytes(), UTF_8));
    }
  }

  /// So that a new kind of event is written down above, with its line.
  @Test
  void every_kind_of_event_is_among_them() throws IOException {
    Set<Class<?>> kinds = events().stream().map(Object::getClass).collect(Collectors.toSet());

    assertThat(kinds).containsExactlyInAnyOrder(DeployEvent.class.getPermittedSubclasses());
  }

  @Test
  void names_are_those_of_the_format_whatever_the_classes_are_called() {
    assertThat(
            java.util.Arrays.stream(JournalEntry.values())
                .collect(Collectors.toMap(JournalEntry::name, JournalEntry::written)))
        .containsAllEntriesOf(Map.of("CREATING", "Creating", "STEP_FINISHED", "StepFinished"));
  }
}
