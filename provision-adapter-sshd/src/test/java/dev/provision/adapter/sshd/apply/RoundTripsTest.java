package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.OpenSshNode;
import dev.provision.adapter.sshd.SteppingProxy;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.WhenBusy;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepCondition.Changed;
import dev.provision.ports.step.StepCondition.OnSystem;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How often a deployment to OpenSSH's server waits for an answer.
@Timeout(120)
final class RoundTripsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /// TCP; greetings with lists of algorithms; keys; the login; the channel; the command, before
  /// which OpenSSH's server takes no data; the delivery.
  private static final int ROUND_TRIPS = 7;

  /// How often they are counted at most: on a busy machine a count may be too high.
  private static final int ATTEMPTS = 8;

  @TempDir private Path temporary;

  @Test
  void are_as_many_for_500_files_or_50_scripts_or_2_directories_as_for_one_file() throws Exception {
    try (OpenSshNode node = new OpenSshNode(temporary)) {
      for (List<Step> job :
          List.of(
              steps(node, 1, 1),
              steps(node, 500, 1),
              steps(node, 1, 50),
              inTurns(steps(node, 100, 0), steps(node, 0, 50)),
              directories(node, 500))) {
        assertRoundTrips(node, job, false);
      }
    }
  }

  @Test
  void are_no_more_if_what_is_replaced_is_kept() throws Exception {
    try (OpenSshNode node = new OpenSshNode(temporary)) {
      assertRoundTrips(node, steps(node, 10, 2), true);
    }
  }

  private static void assertRoundTrips(OpenSshNode node, List<Step> job, boolean keeping)
      throws Exception {
    List<List<String>> counts = new ArrayList<>();
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS && fewest > ROUND_TRIPS; i++) {
      fewest = Math.min(fewest, roundTrips(node, job, keeping, counts));
    }

    assertThat(fewest).as("%d steps: %s", job.size(), counts).isEqualTo(ROUND_TRIPS);
  }

  @Test
  void are_no_more_if_steps_have_conditions() throws Exception {
    try (OpenSshNode node = new OpenSshNode(temporary)) {
      List<Step> job = new ArrayList<>(steps(node, 2, 0));
      for (Step script : steps(node, 0, 50)) {
        String key = "round-trips-" + UUID.randomUUID();
        job.add(
            new ConditionalStep(
                script,
                List.of(new OnSystem(List.of(), List.of()), new Changed(key, List.of(0, 1)))));
      }
      assertRoundTrips(node, job, false);
    }
  }

  private static int roundTrips(
      OpenSshNode node, List<Step> steps, boolean keeping, List<List<String>> counts)
      throws Exception {
    try (SteppingProxy proxy = new SteppingProxy(node.address())) {
      RecordingObserver observer = new RecordingObserver();
      try (RemoteShell shell =
          node.port().connect(node.endpoint().withPort(proxy.port()), LIMIT, _ -> {})) {
        List<StepResult> results =
            keeping
                ? shell.applyKeeping(steps, WhenBusy.WAIT, observer)
                : shell.apply(steps, observer);
        assertThat(results).hasSameSizeAs(steps).allMatch(StepResult::ok);
      }
      counts.add(proxy.flights());
      return proxy.roundTrips();
    }
  }

  /// Two files, a script, two files, …
  private static List<Step> inTurns(List<Step> files, List<Step> scripts) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < scripts.size(); i++) {
      steps.addAll(files.subList(2 * i, 2 * i + 2));
      steps.add(scripts.get(i));
    }
    return steps;
  }

  private static List<Step> directories(OpenSshNode node, int files) {
    List<DirectoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      byte[] bytes = ("file " + i).getBytes(UTF_8);
      entries.add(new DirectoryEntry.File("f" + i, Content.of(bytes), 0644));
    }
    return List.of(directory(node, "a", entries), directory(node, "b", entries));
  }

  private static Step directory(OpenSshNode node, String name, List<DirectoryEntry> entries) {
    return new PutDirectory(
        node.directory() + "/" + name, entries, true, List.of(), Optional.empty());
  }

  private static List<Step> steps(OpenSshNode node, int files, int scripts) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      byte[] bytes = ("file " + i).getBytes(UTF_8);
      steps.add(
          new PutFile(node.directory() + "/f" + i, Content.of(bytes), 0644, Optional.empty()));
    }
    for (int i = 0; i < scripts; i++) {
      steps.add(
          new RunScript(
              node.directory() + "/s" + i,
              Content.of("echo out; echo err >&2".getBytes(UTF_8)),
              0755,
              Map.of(),
              Optional.empty(),
              OnFailure.STOP));
    }
    return steps;
  }
}
