package dev.provision.testkit.shell;

import static dev.provision.testkit.node.TestScript.says;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.StepObserver.Stream;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.Promise;
import dev.provision.testkit.node.TestScript.Act;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What ends a call from outside.
abstract class ShellEndingContract extends ShellContract {
  /// A call of `apply` on a thread of its own, whose second step does not end by itself.
  private final class Running {
    private final AtomicReference<@Nullable ShellException> thrown = new AtomicReference<>();
    private final RecordingObserver observer = new RecordingObserver();
    private final Thread thread;

    Running() throws InterruptedException {
      List<dev.provision.ports.step.Step> steps =
          List.of(
              put("first", new byte[0], 0644),
              script(says("on\n"), new Act.Wait(Duration.ofMinutes(5))));
      thread =
          Thread.ofPlatform()
              .start(
                  () ->
                      thrown.set(
                          catchThrowableOfType(
                              ShellException.class, () -> shell().apply(steps, observer))));
      await(() -> observer.output(1, Stream.STDOUT).length > 0);
    }

    ShellFailure failure() throws InterruptedException {
      thread.join(Duration.ofSeconds(30));
      return requireNonNull(thrown.get()).failure();
    }
  }

  @Test
  @Promise("except that any thread can [#close()] it, which ends a running call.")
  void closing_from_another_thread_ends_a_running_call() throws Exception {
    Running running = new Running();

    shell().close();

    assertThat(running.failure()).isInstanceOf(ShellFailure.Disconnected.class);
  }

  @Test
  @Promise("everything reported to the observer until then has happened")
  void what_was_reported_before_has_happened() throws Exception {
    Running running = new Running();

    shell().close();

    assertThat(running.failure()).isInstanceOf(ShellFailure.Disconnected.class);
    assertThat(running.observer.events())
        .containsExactly("started 0", "finished 0 FilePut", "started 1");
    assertThat(contentOf("first")).isEmpty();
  }

  @Test
  @Promise("If its thread is interrupted, a call fails promptly with [ShellFailure.Interrupted].")
  void interrupting_the_thread_ends_a_running_call() throws Exception {
    Running running = new Running();

    running.thread.interrupt();

    assertThat(running.failure()).isInstanceOf(ShellFailure.Interrupted.class);
  }

  @Test
  @Promise("Closes the connection.")
  void nothing_is_applied_over_a_connection_that_has_ended() {
    shell().close();
    shell().close();

    ShellFailure failure =
        catchThrowableOfType(ShellException.class, () -> apply(put("f", new byte[0], 0644)))
            .failure();

    assertThat(failure).isInstanceOf(ShellFailure.Disconnected.class);
    assertThat(tree()).isEmpty();
  }

  @Test
  @Promise("Releases the port's resources: connections, threads.")
  void closing_the_port_ends_its_connections_and_may_be_done_twice() {
    List<StepResult> before = apply(put("f", new byte[0], 0644));

    node().port().close();
    node().port().close();

    assertThat(before).allMatch(StepResult::ok);
    ShellFailure failure =
        catchThrowableOfType(ShellException.class, () -> apply(put("g", new byte[0], 0644)))
            .failure();
    assertThat(failure).isInstanceOf(ShellFailure.Disconnected.class);
  }
}
