package dev.provision.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.Content;
import dev.provision.ports.shell.ExitStatus;
import dev.provision.ports.shell.RunScript;
import dev.provision.ports.shell.RunScript.OnFailure;
import dev.provision.ports.shell.Step;
import dev.provision.ports.shell.StepObserver.Stream;
import dev.provision.ports.shell.StepResult;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Scripts: how they run and what comes back.
abstract class ShellScriptsContract extends ShellContract {
  @Test
  void a_script_s_status_and_both_streams_come_back() {
    List<StepResult> results = apply(script("echo out; echo err >&2; printf end; exit 7"));

    StepResult.ScriptRan ran = (StepResult.ScriptRan) results.getFirst();
    assertThat(ran.exit()).isEqualTo(new ExitStatus.Exited(7));
    assertThat(ran.stdout().text()).isEqualTo("out\nend");
    assertThat(ran.stderr().text()).isEqualTo("err\n");
    assertThat(ran.duration()).isPositive();
  }

  @Test
  void the_observer_hears_everything_in_order() {
    RecordingObserver observer = new RecordingObserver();

    shell()
        .apply(
            List.of(
                put("f", new byte[100_000], 0644),
                script("echo one; echo two >&2"),
                script("exit 1"),
                script("echo never")),
            observer);

    assertThat(observer.events())
        .containsExactly(
            "started 0",
            "finished 0 FilePut",
            "started 1",
            "finished 1 ScriptRan",
            "started 2",
            "finished 2 ScriptRan",
            "finished 3 Skipped");
    assertThat(observer.output(1, Stream.STDOUT)).asString(UTF_8).isEqualTo("one\n");
    assertThat(observer.output(1, Stream.STDERR)).asString(UTF_8).isEqualTo("two\n");
    assertThat(observer.sent()).isEqualTo(observer.total()).isGreaterThanOrEqualTo(100_000);
  }

  @Test
  void output_is_left_as_it_is() {
    StepResult.ScriptRan ran =
        (StepResult.ScriptRan)
            apply(script("printf '\\000\\377\\376\\036\\001\\r\\n\\n'; printf '\\200' >&2"))
                .getFirst();

    assertThat(ran.stdout().tail()).containsExactly(0, 0xff, 0xfe, 0x1e, 1, '\r', '\n', '\n');
    assertThat(ran.stderr().tail()).containsExactly(0x80);
  }

  @Test
  void all_of_a_large_output_is_heard_and_its_end_is_kept() {
    RecordingObserver observer = new RecordingObserver();
    Step step =
        script("i=0; while [ $i -lt 40000 ]; do echo line-$i-of-the-output; i=$((i+1)); done");

    StepResult.ScriptRan ran =
        (StepResult.ScriptRan) shell().apply(List.of(step), observer).getFirst();

    byte[] all = observer.output(0, Stream.STDOUT);
    byte[] tail = ran.stdout().tail();
    assertThat(ran.stdout().size()).isEqualTo(all.length).isGreaterThan(900_000);
    assertThat(ran.stdout().truncated()).isTrue();
    assertThat(tail.length).isBetween(64 * 1024, 512 * 1024);
    assertThat(tail).isEqualTo(Arrays.copyOfRange(all, all.length - tail.length, all.length));
    assertThat(new String(all, UTF_8)).startsWith("line-0-").endsWith("line-39999-of-the-output\n");
  }

  @Test
  void scripts_run_in_order_in_the_home_directory_without_input() {
    String out = path("out");

    assertThat(
            apply(
                script("pwd >" + out),
                script("cd; pwd >>" + out),
                script("cat >>" + out + "; echo end >>" + out)))
        .allMatch(StepResult::ok);

    List<String> lines = run("cat out").lines().toList();
    assertThat(lines).hasSize(3).last().isEqualTo("end");
    assertThat(lines.get(0)).isEqualTo(lines.get(1));
  }

  @Test
  void a_script_s_environment_is_the_login_s_and_its_own() {
    RunScript step =
        new RunScript(
            path("script"),
            Content.of("printf '%s|' \"$A\" \"$B\" \"$HOME\" \"$USER$LOGNAME\"".getBytes(UTF_8)),
            0644,
            Map.of("A", "it's $HOME\n\"x\"", "B", ""),
            Optional.empty(),
            OnFailure.STOP);

    String[] values = stdout(step).split("\\|", -1);

    assertThat(values[0]).isEqualTo("it's $HOME\n\"x\"");
    assertThat(values[1]).isEmpty();
    assertThat(values[2]).startsWith("/");
    assertThat(stdout(script("echo \"[$A]\""))).isEqualTo("[]\n");
  }

  @Test
  void the_first_line_chooses_the_interpreter_else_it_is_the_shell() {
    assertThat(stdout(script("#!/bin/cat\nthis text\n"))).isEqualTo("#!/bin/cat\nthis text\n");
    assertThat(stdout(script("echo plain $((1+1))"))).isEqualTo("plain 2\n");
    assertThat(stdout(script("#"))).isEmpty();
    assertThat(stdout(script(""))).isEmpty();
  }

  @Test
  void a_script_whose_interpreter_is_missing_fails_as_a_script() {
    StepResult.ScriptRan ran =
        (StepResult.ScriptRan) apply(script("#!/no/such/interpreter\n")).getFirst();

    assertThat(ran.exit().success()).isFalse();
  }

  @Test
  void a_script_is_left_executable_for_those_who_may_read_it() {
    apply(
        new RunScript(
            path("x.sh"),
            Content.of("true".getBytes(UTF_8)),
            0640,
            Map.of(),
            Optional.empty(),
            OnFailure.STOP));

    assertThat(run("ls -l x.sh")).startsWith("-rwxr-x--- ");
  }

  @Test
  void a_failing_script_ends_the_run_or_not_as_it_says() {
    List<StepResult> results =
        apply(
            script("exit 3", OnFailure.CONTINUE),
            script("kill -9 $$", OnFailure.CONTINUE),
            script("exit 4", OnFailure.STOP),
            put("never", new byte[0], 0644));

    assertThat(exit(results.get(0))).isEqualTo(new ExitStatus.Exited(3));
    assertThat(exit(results.get(1))).isEqualTo(new ExitStatus.Signaled("KILL"));
    assertThat(exit(results.get(2))).isEqualTo(new ExitStatus.Exited(4));
    assertThat(results.get(3)).isEqualTo(new StepResult.Skipped());
    assertThat(run("ls never 2>/dev/null || echo absent")).isEqualTo("absent\n");
  }

  @Test
  void a_high_exit_status_is_no_signal() {
    assertThat(exit(apply(script("exit 255")).getFirst())).isEqualTo(new ExitStatus.Exited(255));
    assertThat(exit(apply(script("exit 128")).getFirst())).isEqualTo(new ExitStatus.Exited(128));
  }

  @Test
  void no_steps_are_no_results() {
    assertThat(shell().apply(List.of(), new RecordingObserver())).isEmpty();
  }
}
