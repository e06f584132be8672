package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.EmbeddedNode;
import dev.provision.adapter.sshd.NodeTools;
import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What comes after a script's end is still its own, be it carried by Perl or by `cat`.
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT) // most of the time is waiting
final class LateOutputTest {
  /// What carries output.
  enum Carrier {
    PERL("perl"),
    CAT("true");

    private final String program;

    Carrier(String program) {
      this.program = program;
    }
  }

  private static final List<String> TOOLS =
      List.of(
          "bash", "cat", "chmod", "cmp", "df", "env", "flock", "grep", "id", "ls", "mkdir",
          "mkfifo", "mv", "rm", "rmdir", "setsid", "sh", "sleep", "tar", "uname", "wc");

  @TempDir private Path temporary;
  private final RecordingObserver observer = new RecordingObserver();

  private List<StepResult> apply(Carrier carrier, String... texts) throws Exception {
    NodeTools tools = NodeTools.in(temporary, TOOLS);
    tools.add(carrier.program);
    EmbeddedNode node =
        new EmbeddedNode(
            temporary,
            List.of("/bin/sh"),
            command -> command,
            Map.of("PATH", tools.path(), "TMPDIR", temporary.toString()));
    List<Step> steps = new ArrayList<>();
    for (String text : texts) {
      steps.add(
          new RunScript(
              node.directory() + "/s" + steps.size(),
              Content.of(text.getBytes(UTF_8)),
              0755,
              Map.of(),
              Optional.empty(),
              OnFailure.CONTINUE));
    }
    try (RemoteShell shell =
        node.port().connect(node.endpoint(), Duration.ofSeconds(20), reason -> {})) {
      return shell.apply(steps, observer);
    } finally {
      node.close();
      tools.close();
    }
  }

  private String stdout(int index) {
    return new String(observer.output(index, StepObserver.Stream.STDOUT), UTF_8);
  }

  private String stderr(int index) {
    return new String(observer.output(index, StepObserver.Stream.STDERR), UTF_8);
  }

  private static ExitStatus exit(StepResult result) {
    return ((StepResult.ScriptRan) result).exit();
  }

  private static String redirecting(String exit) {
    String bash = Programs.require("bash").toString();
    return "#!" + bash + "\nexec > >(sleep 0.3; cat) 2>&1\necho fatal: reason; " + exit + "\n";
  }

  @ParameterizedTest
  @EnumSource
  void what_a_program_has_kept_back_stands_under_its_script(Carrier carrier) throws Exception {
    List<StepResult> results = apply(carrier, redirecting("exit 3"), "echo two\n");

    assertThat(exit(results.getFirst())).isEqualTo(new ExitStatus.Exited(3));
    assertThat(stdout(0)).isEqualTo("fatal: reason\n");
    assertThat(stdout(1)).isEqualTo("two\n");
  }

  @ParameterizedTest
  @EnumSource
  void so_it_does_where_the_script_was_the_last_one(Carrier carrier) throws Exception {
    assertThat(apply(carrier, redirecting("exit 0"))).allMatch(StepResult::ok);

    assertThat(stdout(0)).isEqualTo("fatal: reason\n");
  }

  @ParameterizedTest
  @EnumSource
  void so_does_what_comes_from_a_process_of_a_session_of_its_own(Carrier carrier) throws Exception {
    apply(
        carrier,
        "setsid sh -c 'sleep 0.5; echo late; echo oops >&2' &\necho one\n",
        "echo two; echo err >&2\n");

    assertThat(stdout(0)).isEqualTo("one\nlate\n");
    assertThat(stderr(0)).isEqualTo("oops\n");
    assertThat(stdout(1)).isEqualTo("two\n");
    assertThat(stderr(1)).isEqualTo("err\n");
  }

  @ParameterizedTest
  @EnumSource
  void much_that_comes_late_comes_whole(Carrier carrier) throws Exception {
    apply(
        carrier,
        "(sleep 0.3; head=0; while [ $((head += 1)) -le 20000 ]; do echo $head; done) &\n");

    assertThat(stdout(0).lines()).hasSize(20000).last().isEqualTo("20000");
  }

  @ParameterizedTest
  @EnumSource
  void what_never_ends_is_waited_for_so_long_and_disturbs_no_other_script(Carrier carrier)
      throws Exception {
    String daemon =
        "(trap '' PIPE; n=0; while [ $((n += 1)) -lt 300 ]; do echo tick || echo gone >%s; sleep 0.05; done) &\n"
            .formatted(temporary.resolve("gone"));

    List<StepResult> results =
        apply(carrier, daemon + "echo one >&2\n", "sleep 0.5; echo two\n", redirecting("exit 0"));

    assertThat(results).allMatch(StepResult::ok);
    assertThat(stdout(0)).startsWith("tick\ntick\n");
    assertThat(stderr(0)).isEqualTo("one\n");
    assertThat(((StepResult.ScriptRan) results.getFirst()).remark())
        .isEqualTo(
            "processes that it left running still hold its output after 5 s,"
                + " and what they print later is not kept");
    assertThat(((StepResult.ScriptRan) results.get(1)).remark()).isEmpty();
    assertThat(stdout(1)).isEqualTo("two\n");
    assertThat(stdout(2)).isEqualTo("fatal: reason\n");
    assertThat(temporary.resolve("gone")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void a_script_that_kills_what_carries_its_output_loses_none(Carrier carrier) throws Exception {
    String kill =
        """
        echo before; sleep 0.3
        for s in /proc/[0-9]*/stat; do
          { read -r p c state parent rest <$s; } 2>/dev/null || continue
          case $c in "(perl)" | "(cat)") ;; *) continue ;; esac
          read -r q d state grand rest </proc/$parent/stat
          if [ "$grand" = "$PPID" ]; then kill -KILL "$p"; killed=killed; fi
        done
        sleep 0.3; echo $killed >&2
        n=0; while [ $((n += 1)) -le 20000 ]; do echo $n; done
        """;

    List<StepResult> results = apply(carrier, kill, "echo two\n");

    assertThat(results).allMatch(StepResult::ok);
    assertThat(stderr(0)).isEqualTo("killed\n");
    assertThat(stdout(0)).startsWith("before\n1\n").endsWith("\n20000\n");
    assertThat(stdout(1)).isEqualTo("two\n");
  }
}
