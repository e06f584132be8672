package dev.provision.library.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.plan.DeployPlan.PlannedStep;
import dev.provision.ports.Content;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.StepObserver.Stream;
import dev.provision.ports.step.StepResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a deployment leaves behind where the disk has no room: `/dev/full` takes nothing.
final class DeploymentRecordTest {
  private static final Path FULL = Path.of("/dev/full");
  private static final PlannedStep STEP =
      new PlannedStep(
          "/root/s.sh",
          "s.sh",
          new PutFile("/root/s.sh", Content.of(new byte[0]), 0755, Optional.empty()));

  @TempDir private Path directory;

  private DeploymentRecord record(long most) {
    return DeploymentRecord.in(directory, () -> Instant.EPOCH, PlanDigest.of("5e1f"), most);
  }

  private static List<String> runScript(DeploymentRecord record) {
    List<String> news = new ArrayList<>(record.accept(new DeployEvent.StepStarted("n", 0, STEP)));
    for (int i = 0; i < 100; i++) {
      byte[] bytes = "0123456789".getBytes(UTF_8);
      news.addAll(record.accept(new DeployEvent.ScriptOutput("n", 0, Stream.STDOUT, bytes)));
      news.addAll(record.accept(new DeployEvent.ScriptOutput("n", 0, Stream.STDERR, bytes)));
    }
    news.addAll(
        record.accept(new DeployEvent.StepFinished("n", 0, STEP, new StepResult.FilePut(true))));
    return news;
  }

  @Test
  void output_that_finds_no_room_stops_nothing_and_is_told_once() throws IOException {
    Files.createSymbolicLink(directory.resolve("000-s.sh.stdout"), FULL);
    try (DeploymentRecord record = record(1 << 20)) {
      assertThat(runScript(record))
          .singleElement()
          .asString()
          .contains("000-s.sh.stdout is incomplete", "No space left on device");
    }
    assertThat(directory.resolve("000-s.sh.stderr")).hasSize(1000);
  }

  @Test
  void a_journal_that_finds_no_room_stops_nothing_that_is_under_way() throws IOException {
    Files.createSymbolicLink(directory.resolve("journal.jsonl"), FULL);
    try (DeploymentRecord record = record(1 << 20)) {
      assertThat(runScript(record))
          .singleElement()
          .asString()
          .contains("journal", "No space left on device");
      assertThat(record.accept(new DeployEvent.Destroying("n", new NodeId("1")))).isEmpty();
    }
  }

  @Test
  void no_node_is_made_that_the_journal_does_not_know_of() throws IOException {
    Files.createSymbolicLink(directory.resolve("journal.jsonl"), FULL);
    DeployEvent creating =
        new DeployEvent.Creating(
            "n",
            "token",
            new Image("i", "image"),
            new Size(
                "s", "size", OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty()),
            new Location("l", "location"));
    try (DeploymentRecord record = record(1 << 20)) {
      assertThatThrownBy(() -> record.accept(creating))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("No space left on device");
    }
  }

  @Test
  void output_that_is_too_much_is_remarked_for_each_stream() {
    try (DeploymentRecord record = record(100)) {
      assertThat(runScript(record))
          .hasSize(2)
          .allMatch(words -> words.startsWith("900 bytes were omitted in the middle of "));
    }
  }
}
