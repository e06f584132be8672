package dev.provision.testkit.shell;

import static dev.provision.testkit.node.TestScript.says;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.Content;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.Afterwards;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepCondition.Once;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.Promise;
import dev.provision.testkit.node.TestScript;
import dev.provision.testkit.node.TestScript.Act;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Scripts that do not stay on the node.
abstract class ShellRemovedScriptsContract extends ShellContract {
  @Test
  @Promise({"It is removed when it has ended, by itself", "because it contains a secret"})
  void a_script_is_removed_after_it_has_succeeded_or_failed() {
    RunScript good = removed(script(says("done\n")));
    RunScript bad = removed(tolerated(says("bad\n"), new Act.Exit(3)));
    RunScript last = removed(script(new Act.Exit(4)));

    List<StepResult> results = apply(bad, good, last, put("never", new byte[0], 0644));

    assertThat(exit(results.get(0))).isEqualTo(new ExitStatus.Exited(3));
    assertThat(((StepResult.ScriptRan) results.get(0)).stdout().text()).isEqualTo("bad\n");
    assertThat(((StepResult.ScriptRan) results.get(1)).stdout().text()).isEqualTo("done\n");
    assertThat(exit(results.get(2))).isEqualTo(new ExitStatus.Exited(4));
    assertThat(results.get(3)).isEqualTo(new StepResult.Skipped());
    assertThat(tree()).isEmpty();
  }

  @Test
  @Promise("by its time limit or by a signal")
  void a_script_that_was_ended_is_removed() {
    Duration limit = Duration.ofMillis(300);
    RunScript slow = with(tolerated(new Act.Wait(Duration.ofMinutes(5))), Map.of(), limit);

    List<StepResult> results =
        apply(removed(slow), removed(tolerated(new Act.Signal("KILL"))), removed(script()));

    assertThat(exit(results.get(0))).isEqualTo(new ExitStatus.TimedOut(limit));
    assertThat(exit(results.get(1))).isEqualTo(new ExitStatus.Signaled("KILL"));
    assertThat(exit(results.get(2))).isEqualTo(new ExitStatus.Exited(0));
    assertThat(tree()).isEmpty();
  }

  @Test
  @Promise("It stays.")
  void a_script_stays_that_is_not_to_be_removed() {
    apply(
        removed(script(says("a"))),
        new RunScript(
            path("kept"),
            Content.of(node().text(TestScript.doing(says("b"))).getBytes(UTF_8)),
            0755,
            Map.of(),
            Optional.empty(),
            OnFailure.STOP,
            Afterwards.KEPT));

    assertThat(tree()).containsExactly("kept");
  }

  @Test
  @Promise("A file that was at its target before is replaced and so removed, too.")
  void what_was_in_its_place_is_gone_too() {
    node().view().put(path("script"), "old\n".getBytes(UTF_8));

    assertThat(stdout(removed(script(says("new"))))).isEqualTo("new");

    assertThat(tree()).isEmpty();
  }

  @Test
  @Promise("If a symbolic link is at its target, the step fails.")
  void a_link_is_not_followed() {
    node().view().put(path("other"), "other\n".getBytes(UTF_8));
    apply(
        new PutDirectory(
            node().directory(),
            List.of(new DirectoryEntry.Link("script", "other")),
            false,
            List.of(),
            Optional.empty()));

    List<StepResult> results = apply(removed(script(says("never"))), script(says("never")));

    assertThat(results.getFirst()).isInstanceOf(StepResult.Failed.class);
    assertThat(results.getLast()).isEqualTo(new StepResult.Skipped());
    assertThat(contentOf("other")).asString(UTF_8).isEqualTo("other\n");
  }

  @Test
  @Promise("Nothing of it is visible on the node")
  void a_script_that_cannot_be_put_removes_nothing() {
    node().view().makeDirectory(path("script"));
    node().view().put(path("script/f"), "f\n".getBytes(UTF_8));

    assertThat(apply(removed(script(says("never")))).getFirst())
        .isInstanceOf(StepResult.Failed.class);

    assertThat(tree()).containsExactly("script", "script/f");
  }

  @Test
  @Promise("would run; there is no file to compare.")
  void it_is_not_compared() {
    RunScript removed = removed(script(says("done\n")));
    apply(removed);

    assertThat(shell().compare(List.of(removed, script(says("kept\n")))))
        .containsExactly(new StepDifference.Runs(), new StepDifference.FileMissing());
    assertThat(tree()).isEmpty();
  }

  @Test
  @Promise("The step has not succeeded on this node under this key.")
  void one_that_runs_once_runs_once_although_it_is_not_there() {
    Step once =
        new ConditionalStep(
            removed(script(says("done\n"))), List.of(new Once("removed-" + UUID.randomUUID())));

    StepResult first = apply(once).getFirst();
    StepResult second = apply(once).getFirst();

    assertThat(first).isInstanceOf(StepResult.ScriptRan.class);
    assertThat(second).isInstanceOf(StepResult.NotNeeded.class);
    assertThat(shell().compare(List.of(once)).getFirst())
        .isInstanceOf(StepDifference.NotNeeded.class);
  }
}
