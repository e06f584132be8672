package dev.provision.testkit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.ports.shell.ShellException;
import dev.provision.ports.step.AwaitReboot;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepCondition.Changed;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.Promise;
import dev.provision.testkit.node.TestScript.Act;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The contract of restarts, for adapters whose tests have a node that can be restarted.
@Timeout(120)
public abstract class RebootContract {
  /// A node that the contract's tests can restart.
  public interface RestartableNode extends ShellFixture {
    /// From now on, the program that restarts the node fails, and writes the word `refused` to its
    /// standard error.
    void refuseRestarts();

    /// From now on, the program that restarts the node succeeds, but the node stays up.
    void ignoreRestarts();
  }

  /// For subclasses.
  protected RebootContract() {}

  /// A new node, whose steps are applied as root.
  ///
  /// @throws Exception if it cannot be started
  protected abstract RestartableNode fixture() throws Exception;

  @Nested
  final class Restarts extends ShellRebootContract {
    @Override
    RestartableNode fixture() throws Exception {
      return RebootContract.this.fixture();
    }
  }

  /// A node that is restarted, and what is applied before and after.
  abstract static class ShellRebootContract extends ShellContract {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final StepResult NO_CHANGE =
        new StepResult.NotNeeded("nothing it depends on has changed");

    private final String key = "contract-" + UUID.randomUUID();

    private RestartableNode machine() {
      return (RestartableNode) node();
    }

    private Step file(String text) {
      return put("f", text.getBytes(UTF_8), 0644);
    }

    private Step due(Step step, Integer... others) {
      return new ConditionalStep(step, List.of(new Changed(key, List.of(others))));
    }

    /// Applies steps of which the last one restarts the node, and connects again.
    private String restart(Step... steps) {
      StepResult last = apply(steps).getLast();
      assertThat(last).isInstanceOf(StepResult.Rebooting.class);
      reconnect();
      return ((StepResult.Rebooting) last).boot();
    }

    private static String reason(StepResult result) {
      assertThat(result).isInstanceOf(StepResult.Failed.class);
      return ((StepResult.Failed) result).reason();
    }

    @Test
    @Promise({
      "Its result is [StepResult.Rebooting] as soon as the system is going down.",
      "it succeeds, with [StepResult.Rebooted], if the node has another boot ID than before"
    })
    void a_node_that_has_restarted_has_another_boot_id() {
      String former = restart(new Reboot(LONG));

      List<StepResult> results = apply(new AwaitReboot(former, LONG), file("after"));

      assertThat(results.getFirst()).isInstanceOf(StepResult.Rebooted.class);
      assertThat(results.getLast()).isEqualTo(new StepResult.FilePut(true));
      assertThat(restart(new Reboot(LONG))).isNotEqualTo(former).isNotEmpty();
    }

    @Test
    @Promise(
        "A [dev.provision.ports.step.Reboot] ends the connection, and all later calls on it fail.")
    void a_restart_ends_the_connection() {
      assertThat(apply(new Reboot(LONG)).getFirst()).isInstanceOf(StepResult.Rebooting.class);

      assertThatThrownBy(() -> apply(file("more"))).isInstanceOf(ShellException.class);
    }

    @Test
    @Promise({
      "It is the last step of its list, because the connection ends with the system",
      "if a [dev.provision.ports.step.Reboot] is not the last step"
    })
    void a_restart_is_the_last_step() {
      assertThatThrownBy(() -> apply(new Reboot(LONG), file("after")))
          .isInstanceOf(IllegalArgumentException.class);

      assertThat(tree()).isEmpty();
    }

    @Test
    @Promise(
        "if the program that restarts the node fails, the step fails, and the reason says why.")
    void a_restart_that_is_refused_fails_with_the_reason() {
      machine().refuseRestarts();

      List<StepResult> results = apply(file("before"), new Reboot(LONG));

      assertThat(results.getFirst()).isEqualTo(new StepResult.FilePut(true));
      assertThat(reason(results.getLast())).startsWith("reboot: ").contains("refused");
      assertThat(apply(file("before"))).containsExactly(new StepResult.FilePut(false));
    }

    @Test
    @Promise({
      "If the node is still up after the time limit, the step fails.",
      "the boot ID before the restart, as [StepResult.Rebooting] reported it"
    })
    void what_comes_after_a_restart_waits_for_it() {
      machine().ignoreRestarts();

      String last = lastBoot();
      List<StepResult> results = apply(new AwaitReboot(last, SHORT), file("after"));

      assertThat(reason(results.getFirst())).contains("has not restarted").contains(last);
      assertThat(results.getLast()).isInstanceOf(StepResult.Skipped.class);
    }

    /// The boot ID of a node that stays up, as the reason of its failure quotes it.
    private String lastBoot() {
      String words = reason(apply(new Reboot(SHORT)).getFirst());
      return words.substring(words.indexOf("boot ID ") + "boot ID ".length()).split("[ ;]", -1)[0];
    }

    @Test
    @Promise(
        "With a [StepCondition.Changed], it is due only until the node has started again, even if"
            + " another program restarted it")
    void a_restart_is_due_until_the_node_has_started_again() {
      Step reboot = due(new Reboot(LONG), 0);

      restart(file("one"), reboot);
      assertThat(apply(file("one"), reboot).getLast()).isEqualTo(NO_CHANGE);

      assertThat(apply(file("two"), script(new Act.Exit(1)), due(new Reboot(LONG), 0)).getLast())
          .isEqualTo(new StepResult.Skipped());
      restart(file("two"), reboot);
      assertThat(apply(file("two"), reboot).getLast()).isEqualTo(NO_CHANGE);

      apply(file("three"), script(new Act.Exit(1)), due(new Reboot(LONG), 0));
      restart(new Reboot(LONG));
      assertThat(apply(file("three"), reboot).getLast()).isEqualTo(NO_CHANGE);

      restart(file("four"), reboot);
    }

    @Test
    @Promise("what it needs is remembered as if they were part of it")
    void what_depends_on_a_step_before_the_restart_is_due_after_it() {
      Step script = script(new Act.Append(path("log"), "ran"));
      Reboot reboot = new Reboot(LONG, List.of((ConditionalStep) due(script, 0)));

      String former = restart(file("one"), reboot);
      assertThat(apply(new AwaitReboot(former, LONG), due(script)).getLast())
          .isInstanceOf(StepResult.ScriptRan.class);
      former = restart(file("one"), reboot);
      assertThat(apply(new AwaitReboot(former, LONG), due(script)).getLast()).isEqualTo(NO_CHANGE);
      assertThat(new String(contentOf("log"), UTF_8)).isEqualTo("ran\n");
    }

    @Test
    @Promise("In a restart, there is nothing to compare")
    void a_restart_is_not_compared() {
      assertThat(shell().compare(List.of(new Reboot(LONG), due(new Reboot(LONG)), file("x"))))
          .containsExactly(
              new StepDifference.None(),
              new StepDifference.NotNeeded("nothing it depends on would change"),
              new StepDifference.FileMissing());
    }
  }
}
