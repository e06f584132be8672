package dev.provision.testkit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.WhenBusy;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.Promise;
import dev.provision.testkit.node.TestScript.Act;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Several runs on one node.
abstract class ShellTurnsContract extends ShellContract {
  /// A run that has the node for two seconds, and has begun.
  private CompletableFuture<List<StepResult>> first() throws InterruptedException {
    RecordingObserver observer = new RecordingObserver();
    Step step =
        script(
            new Act.Append(path("order"), "first begins"),
            new Act.Wait(Duration.ofSeconds(2)),
            new Act.Append(path("order"), "first ends"));
    CompletableFuture<List<StepResult>> first =
        CompletableFuture.supplyAsync(() -> shell().apply(List.of(step), observer));
    await(() -> tree().contains("order"));
    return first;
  }

  private RemoteShell other() {
    return node().port().connect(node().endpoint(), LIMIT, reason -> {});
  }

  @Test
  @Promise({
    "A node executes one run at a time for each of its users",
    "It waits until the other one has ended.",
    "Another run is in progress on the node, and the steps wait for its end."
  })
  void a_second_run_waits_for_the_first_and_says_so() throws Exception {
    CompletableFuture<List<StepResult>> first = first();
    RecordingObserver observer = new RecordingObserver();
    Step step = script(new Act.Append(path("order"), "second"));

    List<StepResult> second;
    try (RemoteShell other = other()) {
      second = other.apply(List.of(step), WhenBusy.WAIT, observer);
    }

    assertThat(second).allMatch(StepResult::ok);
    assertThat(first.get(30, TimeUnit.SECONDS)).allMatch(StepResult::ok);
    assertThat(observer.holders()).isNotEmpty().noneMatch(String::isBlank);
    assertThat(contentOf("order")).asString(UTF_8).isEqualTo("first begins\nfirst ends\nsecond\n");
  }

  @Test
  @Promise({
    "It fails with [ShellFailure.Busy], and nothing is done.",
    "Another run is in progress on the node, and waiting was not allowed"
  })
  void a_run_that_may_not_wait_is_refused_and_does_nothing() throws Exception {
    CompletableFuture<List<StepResult>> first = first();
    List<Step> steps = List.of(put("second", new byte[] {1}, 0644));

    ShellException thrown;
    try (RemoteShell other = other()) {
      thrown =
          catchThrowableOfType(
              ShellException.class,
              () -> other.apply(steps, WhenBusy.REFUSE, new RecordingObserver()));
      assertThat(first.get(30, TimeUnit.SECONDS)).allMatch(StepResult::ok);
      assertThat(tree()).doesNotContain("second");
      assertThat(other.apply(steps, WhenBusy.REFUSE, new RecordingObserver()))
          .containsExactly(new StepResult.FilePut(true));
    }

    assertThat(thrown.failure()).isInstanceOf(ShellFailure.Busy.class);
    assertThat(thrown.failure().reason()).startsWith("another run is in progress on the node: ");
  }
}
