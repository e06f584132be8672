package dev.provision.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.output.OutputGate;
import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.StepObserver.Stream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What is on the screen, on a terminal that knows the three controls that are used.
final class LiveProgressTest {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private LiveProgress progress(boolean verbose, int total) {
    return new LiveProgress(new OutputGate(out), now::get, new Tty(), verbose, total);
  }

  private void pass(int seconds) {
    now.updateAndGet(before -> before.plusSeconds(seconds));
  }

  private List<String> screen() {
    List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
    int row = 0;
    String written = out.toString(UTF_8);
    for (int at = 0; at < written.length(); at++) {
      if (written.startsWith("\u001b[K", at)) {
        rows.get(row).setLength(0);
        at += 2;
      } else if (written.startsWith("\u001b[A", at)) {
        row--;
        at += 2;
      } else if (written.charAt(at) == '\n') {
        row++;
        if (row == rows.size()) {
          rows.add(new StringBuilder());
        }
      } else if (written.charAt(at) != '\r') {
        rows.get(row).append(written.charAt(at));
      }
    }
    return rows.stream().map(StringBuilder::toString).filter(text -> !text.isEmpty()).toList();
  }

  private static DeployEvent lost(String name) {
    return ProgressWordsTest.finished(
        name, new Outcome.ShellFailed(new ShellFailure.Disconnected("sending", "lost")));
  }

  private static DeployEvent awaiting(String name, String what) {
    return new DeployEvent.Awaiting(name, what, LIMIT);
  }

  @Test
  void one_node_has_one_line_that_is_drawn_again() {
    LiveProgress progress = progress(false, 1);
    progress.accept(awaiting("web", "an address"));
    pass(3);

    progress.accept(new DeployEvent.ConnectionPending("web", "refused"));

    assertThat(screen()).containsExactly("web  waiting for SSH: refused  0:03");
  }

  @Test
  void of_several_nodes_the_first_line_counts() {
    LiveProgress progress = progress(false, 3);
    progress.accept(awaiting("a", "an address"));
    progress.accept(awaiting("b", "an address"));
    progress.accept(awaiting("c", "an address"));
    pass(1);
    progress.accept(ProgressWordsTest.finished("a", new Outcome.Completed()));

    progress.accept(lost("b"));

    assertThat(screen())
        .containsExactly(
            "b: failed after 0.50 s",
            "2 of 3 done, 1 failed  0:01",
            "c  waiting for an address  0:01");
  }

  @Test
  void what_is_worth_a_line_of_its_own_stays_above() {
    LiveProgress progress = progress(true, 1);
    progress.accept(awaiting("web", "an address"));
    progress.accept(new DeployEvent.Warned("web", "beware"));
    progress.accept(
        new DeployEvent.ScriptOutput("web", 0, Stream.STDOUT, "one\ntw".getBytes(UTF_8)));

    assertThat(screen())
        .containsExactly("warning: beware", "  | one", "web  waiting for an address  0:00");
  }

  @Test
  void output_is_shown_only_where_it_was_asked_for() {
    LiveProgress progress = progress(false, 1);
    progress.accept(awaiting("web", "an address"));

    progress.accept(new DeployEvent.ScriptOutput("web", 0, Stream.STDOUT, "one\n".getBytes(UTF_8)));

    assertThat(screen()).containsExactly("web  waiting for an address  0:00");
  }

  @Test
  void a_line_is_never_wider_than_the_terminal() {
    LiveProgress progress = progress(false, 1);
    progress.size(new Tty.Size(24, 10));

    progress.accept(awaiting("web", "an \uD83D\uDE00 address"));

    assertThat(screen()).containsExactly("web  waiting for…  0:00");
    assertThat(screen().getFirst()).hasSize(23);
  }

  @Test
  void there_are_no_more_lines_than_there_is_room_for() {
    LiveProgress progress = progress(false, 50);
    progress.size(new Tty.Size(80, 5));

    for (int i = 0; i < 50; i++) {
      progress.accept(awaiting("n-" + i, "an address"));
    }

    assertThat(screen())
        .containsExactly(
            "0 of 50 done  0:00",
            "n-0  waiting for an address  0:00",
            "n-1  waiting for an address  0:00",
            "n-2  waiting for an address  0:00");
  }

  @Test
  void even_a_large_terminal_shows_twenty_nodes_at_most() {
    LiveProgress progress = progress(false, 50);
    progress.size(new Tty.Size(80, 200));

    for (int i = 0; i < 50; i++) {
      progress.accept(awaiting("n-" + i, "an address"));
    }

    assertThat(screen()).hasSize(1 + 20);
  }

  @Test
  void silence_is_shown_until_it_is_no_longer_told() {
    LiveProgress progress = progress(false, 1);
    progress.accept(new DeployEvent.Connected("web", "root@h", ProgressWordsTest.IDENTITY));
    progress.accept(new DeployEvent.Silent("web", Duration.ofSeconds(12), Duration.ofSeconds(30)));
    List<String> silent = screen();
    pass(6);
    progress.accept(new DeployEvent.Warned("web", "beware"));

    assertThat(silent)
        .containsExactly(
            "web  no data from the node for 12 s (the connection is closed after 30 s)  0:00");
    assertThat(screen()).contains("web  connected, root@h  0:06");
  }

  @Test
  void a_question_has_the_screen_for_itself() {
    LiveProgress progress = progress(false, 2);
    progress.accept(awaiting("a", "an address"));
    progress.accept(awaiting("b", "an address"));

    List<String> meanwhile = progress.aside(this::screen);

    assertThat(meanwhile).isEmpty();
  }

  @Test
  void nothing_stays_behind_and_nothing_comes_after() {
    LiveProgress progress = progress(false, 2);
    progress.accept(awaiting("a", "an address"));
    progress.accept(awaiting("b", "an address"));

    progress.close();
    progress.accept(awaiting("a", "SSH"));

    assertThat(screen()).isEmpty();
  }

  @Test
  void a_name_does_not_control_the_terminal() {
    LiveProgress progress = progress(false, 1);

    progress.accept(awaiting("\u001b[2J\n", "an address"));

    assertThat(out.toString(UTF_8)).doesNotContain("\u001b[2J").doesNotContain("\n");
  }
}
