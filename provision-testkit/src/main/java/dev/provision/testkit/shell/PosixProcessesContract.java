package dev.provision.testkit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.Content;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/// Processes: what ends them, and what does not.
abstract class PosixProcessesContract extends ShellContract {
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

  private static String untilGone(String pid) {
    return "i=0; while kill -0 " + pid + " && [ $i -lt 100 ]; do sleep 0.05; i=$((i+1)); done";
  }
}
