package dev.provision.testkit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.ports.Content;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepObserver.Stream;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/// Scripts of a node that runs programs, some that do what scripts seldom do, and what ends their
/// processes.
abstract class PosixScriptsContract extends ShellContract {
  @Test
  @Promise("It runs in the login user's home directory, without input")
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
  @Promise("with the interpreter of its `#!` line, or with `/bin/sh` if it has none.")
  void the_first_line_chooses_the_interpreter_else_it_is_the_shell() {
    assertThat(stdout(script("#!/bin/cat\nthis text\n"))).isEqualTo("#!/bin/cat\nthis text\n");
    assertThat(stdout(script("echo plain $((1+1))"))).isEqualTo("plain 2\n");
    assertThat(stdout(script("#"))).isEmpty();
    assertThat(stdout(script(""))).isEmpty();
  }

  @Test
  @Promise("A script that cannot be run fails, with the reason on its standard error.")
  void a_script_whose_interpreter_is_missing_fails_as_a_script() {
    StepResult.ScriptRan ran =
        (StepResult.ScriptRan) apply(script("#!/no/such/interpreter\n")).getFirst();

    assertThat(ran.exit().success()).isFalse();
  }

  @Test
  @Promise("The complete output goes to [StepObserver#output] in pieces, as it arrives.")
  void a_megabyte_without_a_line_s_end_is_output_like_any_other() {
    RecordingObserver observer = new RecordingObserver();

    List<StepResult> results =
        shell()
            .apply(
                List.of(script("head -c 1000000 /dev/zero; head -c 500000 /dev/zero >&2")),
                observer);

    assertThat(results).allMatch(StepResult::ok);
    assertThat(observer.output(0, Stream.STDOUT)).isEqualTo(new byte[1_000_000]);
    assertThat(observer.output(0, Stream.STDERR)).isEqualTo(new byte[500_000]);
  }

  @Test
  @Promise("A script wrote output.")
  void nothing_that_a_script_can_see_makes_its_output_pass_for_anything_else() {
    String text =
        """
        env >%1$s
        sed -n 's/^[^=]*=//p' %1$s | sed 's/$/ E 0 X 9/'
        sed -n 's/^[^=]*=//p' %1$s | sed 's/-0$/ Z/' >&2
        printf '\\036\\036 Z\\n\\036'
        """
            .formatted(path("env"));
    RecordingObserver observer = new RecordingObserver();

    List<StepResult> results =
        shell().apply(List.of(limited(text, Duration.ofSeconds(60)), script("exit 3")), observer);

    assertThat(exit(results.get(0))).isEqualTo(new ExitStatus.Exited(0));
    assertThat(exit(results.get(1))).isEqualTo(new ExitStatus.Exited(3));
    String values = run("sed -n 's/^[^=]*=//p' env");
    assertThat(observer.output(0, Stream.STDOUT))
        .asString(UTF_8)
        .isEqualTo(values.replace("\n", " E 0 X 9\n") + "\u001e\u001e Z\n\u001e");
    assertThat(observer.output(0, Stream.STDERR))
        .asString(UTF_8)
        .isEqualTo(values.replace("-0\n", " Z\n"));
  }

  @Test
  @Promise("The script finished.")
  void a_script_that_kills_what_runs_it_is_reported() {
    List<StepResult> results =
        apply(
            script("echo before; kill -9 $PPID; echo after >" + path("after"), OnFailure.CONTINUE),
            script("true"));

    assertThat(exit(results.get(0)).success()).isFalse();
    assertThat(((StepResult.ScriptRan) results.get(0)).stdout().text()).isEqualTo("before\n");
    assertThat(results.get(1)).isEqualTo(new StepResult.Skipped());
    assertThat(run("cat after")).isEqualTo("after\n");
  }

  @Test
  @Promise("The script finished.")
  void a_script_that_closes_its_descriptors_runs_to_its_end() {
    List<StepResult> results =
        apply(
            script(
                "echo before; exec >&- 2>&- <&-; echo after >" + path("after") + "; exit 6",
                OnFailure.CONTINUE),
            script("cat " + path("after")));

    assertThat(exit(results.get(0))).isEqualTo(new ExitStatus.Exited(6));
    assertThat(((StepResult.ScriptRan) results.get(0)).stdout().text()).isEqualTo("before\n");
    assertThat(((StepResult.ScriptRan) results.get(1)).stdout().text()).isEqualTo("after\n");
  }

  @Test
  @Promise("They are applied nevertheless.")
  void a_script_that_may_write_no_more_is_reported() {
    List<StepResult> results =
        apply(
            script("ulimit -f 1; head -c 100000 /dev/zero >" + path("big"), OnFailure.CONTINUE),
            script("true"));

    assertThat(exit(results.get(0)).success()).isFalse();
    assertThat(results.get(1).ok()).isTrue();
  }

  @Test
  @Promise("after which it is terminated, with everything it started")
  void a_script_that_does_not_want_to_end_is_ended_with_what_left_its_group() {
    Duration limit = Duration.ofMillis(300);
    String text =
        """
        trap '' TERM
        $(command -v setsid) sh -c 'trap "" TERM; while :; do echo x >>%s; sleep 0.05; done' &
        while :; do sleep 1; done
        """
            .formatted(path("ticks"));

    List<StepResult> results = apply(limited(text, limit), script("true"));

    assertThat(exit(results.get(0))).isEqualTo(new ExitStatus.TimedOut(limit));
    assertThat(results.get(1).ok()).isTrue();
    assertThat(run("wc -l <ticks; sleep 0.5; wc -l <ticks").lines().distinct()).hasSize(1);
  }

  private Step limited(String text, Duration limit) {
    return new RunScript(
        path("script"),
        Content.of(text.getBytes(UTF_8)),
        0755,
        Map.of(),
        Optional.of(limit),
        OnFailure.CONTINUE);
  }

  @Test
  @Promise("It was terminated by a signal.")
  void a_script_that_signals_its_own_group_ends_alone() {
    List<StepResult> results =
        apply(script("kill 0; sleep 60", OnFailure.CONTINUE), script("true"));

    assertThat(exit(results.get(0))).isEqualTo(new ExitStatus.Signaled("TERM"));
    assertThat(results.get(1).ok()).isTrue();
  }

  @Test
  @Promise("after which it is terminated, with everything it started")
  void a_script_that_takes_too_long_is_ended_with_all_it_started() {
    Duration limit = Duration.ofMillis(300);
    String stubborn =
        "sh -c 'trap \"\" TERM; while :; do echo x >>" + path("ticks") + "; sleep 0.05; done' &\n";
    RunScript step =
        new RunScript(
            path("script"),
            Content.of(("echo before\n" + stubborn + "sleep 300\n").getBytes(UTF_8)),
            0755,
            Map.of(),
            Optional.of(limit),
            OnFailure.CONTINUE);

    List<StepResult> results = apply(step, script("true"));

    assertThat(exit(results.get(0))).isEqualTo(new ExitStatus.TimedOut(limit));
    assertThat(((StepResult.ScriptRan) results.get(0)).stdout().text()).isEqualTo("before\n");
    assertThat(results.get(1).ok()).isTrue();
    assertThat(run("wc -l <ticks; sleep 0.5; wc -l <ticks").lines().distinct()).hasSize(1);
  }

  @Test
  @Promise("Background processes that it leaves continue to run.")
  void what_runs_in_the_background_is_not_waited_for_and_goes_on() {
    String file = path("ticks");
    String daemon =
        "(i=0; while [ $i -lt 200 ]; do echo tick; echo tick >>"
            + file
            + "; sleep 0.05; i=$((i+1)); done) & echo $! >"
            + file
            + ".pid;";

    List<StepResult> results = apply(script(daemon + " echo started"), script("echo next"));
    shell().close();
    reconnect();

    assertThat(results).allMatch(StepResult::ok);
    assertThat(results.getLast())
        .asInstanceOf(InstanceOfAssertFactories.type(StepResult.ScriptRan.class))
        .extracting(ran -> ran.duration().toSeconds())
        .isEqualTo(0L);
    String grows =
        "n=$(wc -l <"
            + file
            + "); i=0; "
            + "while [ $i -lt 100 ]; do [ $(wc -l <"
            + file
            + ") -gt $((n+3)) ] && exit 0; sleep 0.1; i=$((i+1)); done; exit 1";
    assertThat(apply(script(grows)).getFirst().ok()).isTrue();
    apply(script("p=$(cat " + file + ".pid); kill $p; " + untilGone("$p")));
  }

  @Test
  @Promise("their output still belongs to the script")
  void what_is_printed_after_a_scripts_end_stands_under_it() {
    List<StepResult> results =
        apply(script("(sleep 0.3; echo late) & echo soon"), script("sleep 0.5; echo next"));

    assertThat(((StepResult.ScriptRan) results.get(0)).stdout().text()).isEqualTo("soon\nlate\n");
    assertThat(((StepResult.ScriptRan) results.get(1)).stdout().text()).isEqualTo("next\n");
  }

  @Test
  @Promise({
    "only its owner can read and execute it, whatever `mode` says.",
    "even if the connection has been lost."
  })
  void a_script_that_is_removed_is_its_owner_s_alone_and_does_not_outlive_the_connection()
      throws Exception {
    RunScript script =
        removed(
            script(
                "ls -ln \"$0\" >%1$s; i=0; while [ ! -e %1$s.end ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i+1)); done\n"
                    .formatted(path("mode"))));
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  var _ = catchThrowableOfType(ShellException.class, () -> apply(script));
                });
    await(() -> tree().contains("mode") && contentOf("mode").length > 0);

    shell().close();
    thread.join(Duration.ofSeconds(30));
    assertThat(tree()).contains("script");
    node().view().put(path("mode.end"), new byte[0]);

    await(() -> !tree().contains("script"));
    assertThat(contentOf("mode")).asString(UTF_8).startsWith("-rwx------");
  }

  private static String untilGone(String pid) {
    return "i=0; while kill -0 " + pid + " && [ $i -lt 100 ]; do sleep 0.05; i=$((i+1)); done";
  }
}
