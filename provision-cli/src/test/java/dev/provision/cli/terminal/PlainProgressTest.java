package dev.provision.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.output.OutputGate;
import dev.provision.domain.deploy.DeployEvent;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Lines while nothing happens.
final class PlainProgressTest {
  private static final Duration WAIT = Duration.ofMinutes(10);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private PlainProgress progress(int total) {
    return new PlainProgress(new OutputGate(out), now::get, false, total);
  }

  private void pass(PlainProgress progress, int seconds) {
    for (int i = 0; i < seconds; i++) {
      now.updateAndGet(before -> before.plusSeconds(1));
      progress.look();
    }
  }

  private List<String> lines() {
    return out.toString(UTF_8).lines().toList();
  }

  @Test
  void what_takes_less_than_five_seconds_is_no_news() {
    PlainProgress progress = progress(1);
    progress.accept(new DeployEvent.Awaiting("n", "SSH to answer", WAIT));

    pass(progress, 4);

    assertThat(lines()).isEmpty();
  }

  @Test
  void what_is_waited_for_is_told_after_five_seconds_and_then_ever_more_rarely() {
    PlainProgress progress = progress(1);
    progress.accept(new DeployEvent.Awaiting("n", "the node to run and get an address", WAIT));

    pass(progress, 100);

    assertThat(lines())
        .startsWith(
            "n: still waiting for the node to run and get an address (5 s of at most 600 s)",
            "n: still waiting for the node to run and get an address (15 s of at most 600 s)",
            "n: still waiting for the node to run and get an address (35 s of at most 600 s)")
        .hasSize(4);
  }

  @Test
  void nothing_is_said_while_the_user_is_asked() {
    PlainProgress progress = progress(1);
    progress.accept(new DeployEvent.Awaiting("n", "SSH to answer", WAIT));

    progress.aside(
        () -> {
          pass(progress, 60);
          return "";
        });

    assertThat(lines()).isEmpty();
    pass(progress, 5);
    assertThat(lines()).hasSize(1);
  }

  @Test
  void the_part_that_takes_long_goes_before_the_whole() {
    PlainProgress progress = progress(1);
    progress.accept(new DeployEvent.Awaiting("n", "SSH to answer", WAIT));
    progress.accept(
        new DeployEvent.AwaitingPart("n", "the version line of h", Duration.ofSeconds(20)));

    pass(progress, 12);

    assertThat(lines())
        .containsExactly("n: still waiting for the version line of h (5 s of at most 20 s)");
  }

  @Test
  void attempts_that_fail_at_once_do_not_hide_the_wait() {
    PlainProgress progress = progress(1);
    progress.accept(new DeployEvent.Awaiting("n", "SSH to answer", WAIT));
    for (int i = 0; i < 30; i++) {
      progress.accept(new DeployEvent.AwaitingPart("n", "h to answer", Duration.ofSeconds(20)));
      progress.accept(new DeployEvent.ConnectionPending("n", "refused"));
      pass(progress, 1);
    }

    assertThat(lines())
        .contains(
            "n: not reachable yet: refused",
            "n: still waiting for SSH to answer (5 s of at most 600 s)");
  }

  @Test
  void of_many_nodes_few_are_named_and_the_others_counted() {
    PlainProgress progress = progress(50);
    for (int i = 0; i < 50; i++) {
      progress.accept(new DeployEvent.Awaiting("n-" + i, "running", WAIT));
    }

    pass(progress, 5);

    assertThat(lines())
        .containsExactly(
            "n-0: still waiting for running (5 s of at most 600 s)",
            "n-1: still waiting for running (5 s of at most 600 s)",
            "n-2: still waiting for running (5 s of at most 600 s)",
            "(and 47 more nodes)");
  }

  @Test
  void a_silent_node_is_told() {
    PlainProgress progress = progress(1);

    progress.accept(new DeployEvent.Silent("n", Duration.ofSeconds(12), Duration.ofSeconds(30)));

    assertThat(lines())
        .containsExactly("n: no data from the node for 12 s (the connection is closed after 30 s)");
  }
}
