package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.Content;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.StepObserver.Stream;
import dev.provision.testkit.shell.RecordingObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FrameMergeTest {
  private static final String NONCE = "\u001eabc";
  private static final String BEGIN = NONCE + " B 0\n" + NONCE + " R 0\n";
  private static final String END = NONCE + " E 0 X 0\n" + NONCE + " Z\n";

  private final StepProgress progress =
      new StepProgress(
          List.of(
              new RunScript(
                  "/s",
                  Content.of(new byte[0]),
                  0700,
                  Map.of(),
                  Optional.empty(),
                  RunScript.OnFailure.STOP)),
          "doing ",
          new RecordingObserver(),
          () -> 0);
  private final FrameMerge merge = new FrameMerge(NONCE, progress);

  private void feed(Stream stream, String text) {
    merge.feed(stream, text.getBytes(ISO_8859_1));
  }

  @Test
  void a_step_has_ended_when_both_streams_say_so() {
    feed(Stream.STDOUT, BEGIN + END);
    feed(Stream.STDERR, BEGIN);

    assertThat(progress.done()).isFalse();

    feed(Stream.STDERR, END);

    assertThat(progress.done()).isTrue();
    assertThat(merge.end()).isTrue();
  }

  @Test
  void what_one_stream_has_lost_is_noticed_though_the_other_is_complete() {
    feed(Stream.STDOUT, BEGIN + END);
    feed(Stream.STDERR, BEGIN);

    assertThat(merge.end()).isFalse();
    assertThat(progress.done()).isTrue();
  }

  @Test
  void streams_that_end_at_the_same_mark_are_complete() {
    feed(Stream.STDOUT, BEGIN + "out");
    feed(Stream.STDERR, BEGIN + "err");

    assertThat(merge.end()).isTrue();
    assertThat(progress.done()).isFalse();
  }
}
