package dev.provision.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.output.OutputGate;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProviderWaitTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final OutputGate err = new OutputGate(bytes);

  @Test
  void an_answer_that_takes_long_is_said_to_be_waited_for() {
    String answer =
        ProviderWait.of(
            err,
            "the list of nodes",
            Duration.ofMillis(1),
            () -> {
              awaitText("still waiting for the list of nodes (0 s)\n");
              return "answer";
            });

    assertThat(answer).isEqualTo("answer");
  }

  @Test
  void one_that_comes_at_once_is_not() {
    assertThat(ProviderWait.of(err, "it", Duration.ofMinutes(1), () -> 7)).isEqualTo(7);

    assertThat(bytes.size()).isZero();
  }

  private void awaitText(String text) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!bytes.toString(StandardCharsets.UTF_8).contains(text)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
