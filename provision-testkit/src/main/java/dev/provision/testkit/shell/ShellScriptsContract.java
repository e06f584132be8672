package dev.provision.testkit.shell;

import static dev.provision.testkit.node.TestScript.complains;
import static dev.provision.testkit.node.TestScript.says;
import static dev.provision.testkit.node.TestScript.writes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.Content;
import dev.provision.ports.shell.SessionRequest;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.StepObserver.Stream;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.Promise;
import dev.provision.testkit.node.TestScript;
import dev.provision.testkit.node.TestScript.Act;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Scripts and commands: how they run and what comes back.
abstract class ShellScriptsContract extends ShellContract {
  @Test
  @Promise({"how it ended", "what it wrote to standard output", "what it wrote to standard error"})
  void a_script_s_status_and_both_streams_come_back() {
    List<StepResult> results =
        apply(script(says("out\n"), complains("err\n"), says("end"), new Act.Exit(7)));

    StepResult.ScriptRan ran = (StepResult.ScriptRan) results.getFirst();
    assertThat(ran.exit()).isEqualTo(new ExitStatus.Exited(7));
    assertThat(ran.stdout().text()).isEqualTo("out\nend");
    assertThat(ran.stderr().text()).isEqualTo("err\n");
    assertThat(ran.duration()).isPositive();
  }

  @Test
  @Promise({
    "Is called about the progress of the steps, from one thread, in order.",
    "A step has finished, or was skipped. One that was skipped or not needed has not started.",
    "Bytes of the steps have been passed to the connection."
  })
  void the_observer_hears_everything_in_order() {
    RecordingObserver observer = new RecordingObserver();

    shell()
        .apply(
            List.of(
                put("f", new byte[100_000], 0644),
                script(says("one\n"), complains("two\n")),
                script(new Act.Exit(1)),
                script(says("never\n"))),
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
  @Promise({
    "This is awaited before the first step starts, for at most `limit`, until the next call of this"
        + " observer.",
    "No data has come from the host, and it is asked whether it is still alive"
  })
  void what_is_waited_for_before_the_first_step_is_named_and_a_quiet_script_is_no_silent_host() {
    RecordingObserver observer = new RecordingObserver();

    shell().apply(List.of(script(new Act.Wait(Duration.ofMillis(10)))), observer);

    assertThat(observer.awaited()).isNotEmpty().allMatch(what -> !what.isBlank());
    assertThat(observer.silences()).isZero();
  }

  @Test
  @Promise("A script wrote output.")
  void output_is_left_as_it_is() {
    StepResult.ScriptRan ran =
        (StepResult.ScriptRan)
            apply(
                    script(
                        writes(Stream.STDOUT, 0, 0xff, 0xfe, 0x1e, 1, '\r', '\n', '\n'),
                        writes(Stream.STDERR, 0x80)))
                .getFirst();

    assertThat(ran.stdout().tail()).containsExactly(0, 0xff, 0xfe, 0x1e, 1, '\r', '\n', '\n');
    assertThat(ran.stderr().tail()).containsExactly(0x80);
  }

  @Test
  @Promise({
    "The last bytes: at least 64 KiB, or all if there were fewer.",
    "The complete output goes to [StepObserver#output] in pieces, as it arrives."
  })
  void all_of_a_large_output_is_heard_and_its_end_is_kept() {
    RecordingObserver observer = new RecordingObserver();

    StepResult.ScriptRan ran =
        (StepResult.ScriptRan)
            shell().apply(List.of(script(new Act.Lines(40_000))), observer).getFirst();

    byte[] all = observer.output(0, Stream.STDOUT);
    byte[] tail = ran.stdout().tail();
    assertThat(ran.stdout().size()).isEqualTo(all.length).isGreaterThan(900_000);
    assertThat(ran.stdout().truncated()).isTrue();
    assertThat(tail.length).isBetween(64 * 1024, 512 * 1024);
    assertThat(tail).isEqualTo(Arrays.copyOfRange(all, all.length - tail.length, all.length));
    assertThat(new String(all, UTF_8)).startsWith("line-0-").endsWith("line-39999-of-the-output\n");
  }

  @Test
  @Promise("variables added to the login user's")
  void a_script_s_environment_is_the_login_s_and_its_own() {
    RunScript shows = script(new Act.Variables(List.of("A", "B", "HOME", "USER", "LOGNAME")));

    String[] values =
        stdout(with(shows, Map.of("A", "it's $HOME\n\"x\"", "B", ""), LIMIT)).split("\\|", -1);

    assertThat(values[0]).isEqualTo("it's $HOME\n\"x\"");
    assertThat(values[1]).isEmpty();
    assertThat(values[2]).startsWith("/");
    assertThat(stdout(script(new Act.Variables(List.of("A"))))).isEqualTo("|");
  }

  @Test
  @Promise("everyone who can read the file can also execute it")
  void a_script_is_left_executable_for_those_who_may_read_it() {
    apply(
        new RunScript(
            path("x.sh"),
            Content.of(node().text(TestScript.doing()).getBytes(UTF_8)),
            0640,
            Map.of(),
            Optional.empty(),
            OnFailure.STOP));

    assertThat(modeOf("x.sh")).contains(0750);
  }

  @Test
  @Promise({
    "They are skipped.",
    "They are applied nevertheless.",
    "An earlier step ended the run.",
    "It was terminated by a signal."
  })
  void a_failing_script_ends_the_run_or_not_as_it_says() {
    List<StepResult> results =
        apply(
            tolerated(new Act.Exit(3)),
            tolerated(new Act.Signal("KILL")),
            script(new Act.Exit(4)),
            put("never", new byte[0], 0644));

    assertThat(exit(results.get(0))).isEqualTo(new ExitStatus.Exited(3));
    assertThat(exit(results.get(1))).isEqualTo(new ExitStatus.Signaled("KILL"));
    assertThat(exit(results.get(2))).isEqualTo(new ExitStatus.Exited(4));
    assertThat(results.get(3)).isEqualTo(new StepResult.Skipped());
    assertThat(tree()).containsExactly("script");
  }

  @Test
  @Promise("It ended by itself.")
  void a_high_exit_status_is_no_signal() {
    assertThat(exit(apply(script(new Act.Exit(255))).getFirst()))
        .isEqualTo(new ExitStatus.Exited(255));
    assertThat(exit(apply(script(new Act.Exit(128))).getFirst()))
        .isEqualTo(new ExitStatus.Exited(128));
  }

  @Test
  @Promise({
    "after which it is terminated",
    "It was terminated because its time limit was exceeded."
  })
  void a_script_that_takes_too_long_is_ended() {
    Duration limit = Duration.ofMillis(300);
    RunScript slow = tolerated(says("before\n"), new Act.Wait(Duration.ofMinutes(5)));

    List<StepResult> results = apply(with(slow, Map.of(), limit), script());

    assertThat(exit(results.get(0))).isEqualTo(new ExitStatus.TimedOut(limit));
    assertThat(((StepResult.ScriptRan) results.get(0)).stdout().text()).isEqualTo("before\n");
    assertThat(results.get(1).ok()).isTrue();
  }

  @Test
  @Promise("after which it is terminated")
  void a_script_that_ends_within_its_limit_is_not_ended() {
    RunScript quick = with(script(says("done\n")), Map.of(), Duration.ofSeconds(60));

    assertThat(stdout(quick)).isEqualTo("done\n");
  }

  @Test
  @Promise("a result for every step, in the order of the steps")
  void no_steps_are_no_results() {
    assertThat(shell().apply(List.of(), new RecordingObserver())).isEmpty();
  }

  @Test
  @Promise({
    "or with `/bin/sh` if it has none.",
    "A script that cannot be run fails, with the reason on its standard error."
  })
  void a_script_for_the_shell_runs_or_is_refused_cleanly() {
    StepResult.ScriptRan ran =
        (StepResult.ScriptRan) apply(script("echo \"it is $((40+2))\"\n")).getFirst();

    if (node().missing().contains(ShellFixture.Missing.PROGRAMS)) {
      assertThat(ran.exit().success()).isFalse();
      assertThat(ran.stderr().text()).isNotBlank();
    } else {
      assertThat(ran.exit().success()).isTrue();
      assertThat(ran.stdout().text()).isEqualTo("it is 42\n");
    }
  }

  @Test
  @Promise(
      "Runs a command, or the login shell, with the caller's streams; returns when it has ended.")
  void a_command_has_the_caller_s_streams_and_its_status_comes_back() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    TestScript command = TestScript.doing(new Act.Copy(), complains("error\n"), new Act.Exit(5));

    ExitStatus status =
        shell()
            .session(
                new SessionRequest(
                    Optional.of(node().text(command)),
                    Optional.empty(),
                    new ByteArrayInputStream("some input".getBytes(UTF_8)),
                    out,
                    err));

    assertThat(status).isEqualTo(new ExitStatus.Exited(5));
    assertThat(out).hasToString("some input");
    assertThat(err).hasToString("error\n");
  }
}
