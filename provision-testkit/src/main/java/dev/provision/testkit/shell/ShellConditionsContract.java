package dev.provision.testkit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepCondition;
import dev.provision.ports.step.StepCondition.Changed;
import dev.provision.ports.step.StepCondition.OnSystem;
import dev.provision.ports.step.StepCondition.Once;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.Promise;
import dev.provision.testkit.node.TestScript.Act;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Steps under conditions, and what the node remembers for them.
abstract class ShellConditionsContract extends ShellContract {
  private static final StepResult PUT = new StepResult.FilePut(true);
  private static final StepResult SAME = new StepResult.FilePut(false);
  private static final StepResult NO_CHANGE =
      new StepResult.NotNeeded("nothing it depends on has changed");
  private static final StepDifference NONE = new StepDifference.None();
  private static final OnSystem ELSEWHERE = new OnSystem(List.of("no-such-system"), List.of());

  private final List<String> keys = new ArrayList<>();

  /// One that nobody has used.
  private String key() {
    String key = "contract-" + UUID.randomUUID();
    keys.add(key);
    return key;
  }

  private static Step only(Step step, StepCondition... conditions) {
    return new ConditionalStep(step, List.of(conditions));
  }

  private PutFile file(String text) {
    return put("f", text.getBytes(UTF_8), 0644);
  }

  /// A script that counts how often it has run.
  private Step counting(StepCondition... conditions) {
    return only(script(new Act.Append(path("log"), "ran")), conditions);
  }

  private Step failing() {
    return script(new Act.Append(path("log"), "failed"), new Act.Exit(1));
  }

  private List<String> log() {
    return new String(contentOf("log"), UTF_8).lines().toList();
  }

  private static boolean isOnce(StepResult result) {
    return result instanceof StepResult.NotNeeded(String reason)
        && reason.startsWith("it ran on 2");
  }

  /// Where the node remembers something for the user who applies the steps.
  private String remembered(String name) {
    String home = stdout(script(new Act.Variables(List.of("HOME")))).replace("|", "");
    return memory(home) + "/" + name;
  }

  private String memory(String home) {
    if (node().missing().contains(ShellFixture.Missing.PROGRAMS)) {
      return "/var/lib/provision";
    }
    boolean root = stdout(script("id -u")).equals("0\n");
    return root ? "/var/lib/provision" : home + "/.local/state/provision";
  }

  /// The directory may be one of the machine on which the tests run.
  @AfterEach
  final void forget() {
    reconnect();
    for (String key : keys) {
      for (String mark : List.of("once/", "due/")) {
        apply(script(new Act.Remove(remembered(mark + key))));
      }
    }
  }

  @Test
  @Promise({
    "The step has not succeeded on this node under this key.",
    "A condition of the step does not hold, so it was not started, which is fine."
  })
  void a_step_is_done_once_under_each_key() {
    Once once = new Once(key());

    List<StepResult> first = apply(counting(once), counting(once));
    List<StepResult> second = apply(counting(once), counting(new Once(key())));

    assertThat(first.getFirst()).isInstanceOf(StepResult.ScriptRan.class);
    assertThat(first.getLast()).matches(ShellConditionsContract::isOnce);
    assertThat(second.getFirst()).matches(ShellConditionsContract::isOnce).matches(StepResult::ok);
    assertThat(second.getLast()).isInstanceOf(StepResult.ScriptRan.class);
    assertThat(log()).containsExactly("ran", "ran");
  }

  @Test
  @Promise("The step has not succeeded on this node under this key.")
  void a_script_that_has_failed_runs_again_and_a_file_that_is_right_is_done() {
    Once script = new Once(key());
    Once file = new Once(key());
    apply(only(failing(), script));
    apply(file("text"));

    assertThat(apply(counting(script)).getFirst()).isInstanceOf(StepResult.ScriptRan.class);
    assertThat(apply(only(file("text"), file))).containsExactly(SAME);
    assertThat(apply(only(file("other"), file)).getFirst())
        .matches(ShellConditionsContract::isOnce);
    assertThat(contentOf("f")).asString(UTF_8).isEqualTo("text");
  }

  @Test
  @Promise({
    "A success is remembered in the file `once/KEY`: when it was, and the step's target.",
    "If the file is removed, the step is applied again.",
    "The directory is created when it is first needed, with mode 0700."
  })
  void what_is_remembered_of_a_success_can_be_read_and_removed() {
    String key = key();
    apply(counting(new Once(key)));
    String file = remembered("once/" + key);

    assertThat(new String(node().view().content(file), UTF_8).lines())
        .hasSize(2)
        .first()
        .asString()
        .matches("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*Z");
    assertThat(new String(node().view().content(file), UTF_8)).endsWith(path("script") + "\n");
    assertThat(node().view().mode(file.replace("/once/" + key, ""))).contains(0700);

    apply(script(new Act.Remove(file)));
    assertThat(apply(counting(new Once(key))).getFirst()).isInstanceOf(StepResult.ScriptRan.class);
  }

  @Test
  @Promise({
    "One of these earlier steps has changed something, and the step has not succeeded since",
    "A step changes something if it installs keys or a file that were missing or different",
    "A step that is applied only if all its conditions hold when its turn comes."
  })
  void a_step_follows_a_change_and_nothing_else() {
    Changed changed = new Changed(key(), List.of(0, 1));
    AuthorizeKeys keysStep = new AuthorizeKeys(path("keys"), List.of(ONE_KEY));

    List<StepResult> first = apply(file("a"), keysStep, counting(changed));
    List<StepResult> second = apply(file("a"), keysStep, counting(changed));
    List<StepResult> third =
        apply(
            file("a"),
            new AuthorizeKeys(path("keys"), List.of(OTHER_KEY)),
            counting(changed),
            file("after"));

    assertThat(first.getLast()).isInstanceOf(StepResult.ScriptRan.class);
    assertThat(second)
        .containsExactly(SAME, new StepResult.KeysAuthorized(0), NO_CHANGE)
        .allMatch(StepResult::ok);
    assertThat(third.get(2)).isInstanceOf(StepResult.ScriptRan.class);
    assertThat(third.getLast()).isEqualTo(PUT);
    assertThat(log()).containsExactly("ran", "ran");
  }

  @Test
  @Promise("A conditional script changes something if it runs; any other script runs always")
  void a_conditional_script_that_runs_is_a_change_and_another_script_is_none() {
    Changed reload = new Changed(key(), List.of(0));
    Changed restart = new Changed(key(), List.of(1, 2));
    Step always = script(new Act.Exit(0));

    List<StepResult> first = apply(file("a"), counting(reload), always, counting(restart));
    List<StepResult> second = apply(file("a"), counting(reload), always, counting(restart));

    assertThat(first).allMatch(StepResult::ok).last().isInstanceOf(StepResult.ScriptRan.class);
    assertThat(second.get(1)).isEqualTo(NO_CHANGE);
    assertThat(second.get(3)).isEqualTo(NO_CHANGE);
    assertThat(log()).containsExactly("ran", "ran");
  }

  @Test
  @Promise("in this run, or in an earlier one that did not get that far.")
  void a_step_is_due_until_it_has_succeeded() {
    Changed changed = new Changed(key(), List.of(0));

    apply(file("a"), failing(), counting(changed));
    List<StepResult> failed = apply(file("a"), only(failing(), changed));
    List<StepResult> ran = apply(file("a"), counting(changed));
    List<StepResult> after = apply(file("a"), counting(changed));

    assertThat(failed.getFirst()).isEqualTo(SAME);
    assertThat(failed.getLast().ok()).isFalse();
    assertThat(ran.getFirst()).isEqualTo(SAME);
    assertThat(ran.getLast()).isInstanceOf(StepResult.ScriptRan.class);
    assertThat(after.getLast()).isEqualTo(NO_CHANGE);
    assertThat(log()).containsExactly("failed", "failed", "ran");
  }

  @Test
  @Promise("before the first of the other steps is applied, until the step has succeeded.")
  void a_step_is_not_due_after_a_run_that_ended_early_and_changed_nothing() {
    String key = key();
    Changed changed = new Changed(key, List.of(0));
    apply(file("a"));

    apply(file("a"), failing(), counting(changed));

    assertThat(apply(file("a"), counting(changed))).containsExactly(SAME, NO_CHANGE);
    apply(file("b"), failing(), counting(changed));
    assertThat(new String(node().view().content(remembered("due/" + key)), UTF_8))
        .isEqualTo(path("script") + "\n");
  }

  @Test
  @Promise({
    "The node runs one of these systems on one of these architectures.",
    "compared with `ID` and the words of `ID_LIKE` in the node's `os-release`"
  })
  void a_step_is_for_some_systems_only() {
    String id =
        new String(node().view().content("/etc/os-release"), UTF_8)
            .lines()
            .filter(line -> line.startsWith("ID="))
            .map(line -> line.substring(3).replace("\"", ""))
            .findFirst()
            .orElseThrow();

    List<StepResult> results =
        apply(
            counting(new OnSystem(List.of("no-such-system", id), List.of())),
            counting(new OnSystem(List.of("no-such-system", "nor-this"), List.of())),
            counting(new OnSystem(List.of(), List.of("no-such-machine"))),
            counting(new OnSystem(List.of(), List.of())));

    assertThat(results.get(0)).isInstanceOf(StepResult.ScriptRan.class);
    assertThat(results.get(1))
        .isEqualTo(new StepResult.NotNeeded("only for no-such-system, nor-this; this is " + id));
    assertThat(results.get(2))
        .isInstanceOfSatisfying(
            StepResult.NotNeeded.class,
            result -> assertThat(result.reason()).startsWith("only for no-such-machine; this is "));
    assertThat(results.get(3)).isInstanceOf(StepResult.ScriptRan.class);
  }

  @Test
  @Promise({"checked on the node, in this order", "and it changes nothing."})
  void the_first_condition_that_does_not_hold_is_the_reason() {
    Once once = new Once(key());
    apply(counting(once));

    List<StepResult> results =
        apply(only(file("never"), ELSEWHERE, once), only(file("never"), once, ELSEWHERE));

    assertThat(results.getFirst().toString()).contains("only for");
    assertThat(results.getLast()).matches(ShellConditionsContract::isOnce);
    assertThat(tree()).containsExactly("log", "script");
  }

  @Test
  @Promise("One that was skipped or not needed has not started.")
  void a_step_that_is_not_needed_is_not_started() {
    RecordingObserver observer = new RecordingObserver();

    shell().apply(List.of(counting(ELSEWHERE), file("a")), observer);

    assertThat(observer.events())
        .containsExactly("finished 0 NotNeeded", "started 1", "finished 1 FilePut");
  }

  @Test
  @Promise("If that cannot be decided, the step fails.")
  void a_step_that_depends_on_a_later_one_fails() {
    List<StepResult> results = apply(counting(new Changed(key(), List.of(1))), file("never"));

    assertThat(results.getFirst())
        .isInstanceOfSatisfying(
            StepResult.Failed.class,
            failed -> assertThat(failed.reason()).contains(path("script"), "step 1"));
    assertThat(results.getLast()).isEqualTo(new StepResult.Skipped());
  }

  @Test
  @Promise({
    "A conditional step is compared like its step, unless a condition would not hold.",
    "A condition of the step would not hold, so it would not be applied."
  })
  void comparing_says_which_steps_would_not_be_needed_and_remembers_nothing() {
    Once once = new Once(key());
    Changed changed = new Changed(key(), List.of(0));
    apply(file("a"));

    assertThat(shell().compare(List.of(file("a"), counting(changed), counting(ELSEWHERE))))
        .containsExactly(
            NONE,
            new StepDifference.NotNeeded("nothing it depends on would change"),
            new StepDifference.NotNeeded(
                ((StepResult.NotNeeded) apply(counting(ELSEWHERE)).getFirst()).reason()));
    assertThat(shell().compare(List.of(put("new", new byte[0], 0644), counting(changed))))
        .containsExactly(new StepDifference.FileMissing(), new StepDifference.FileMissing());
    assertThat(shell().compare(List.of(counting(once))))
        .containsExactly(new StepDifference.FileMissing());

    assertThat(apply(file("a"), counting(once), counting(changed)))
        .satisfies(results -> assertThat(results.get(1)).isInstanceOf(StepResult.ScriptRan.class))
        .last()
        .isEqualTo(NO_CHANGE);
    assertThat(shell().compare(List.of(counting(once))).getFirst())
        .isInstanceOf(StepDifference.NotNeeded.class);
  }

  @Test
  @Promise("A conditional step is compared like its step, unless a condition would not hold.")
  void comparing_knows_of_steps_that_are_due_and_of_scripts_that_would_run() {
    Changed changed = new Changed(key(), List.of(0));
    Changed next = new Changed(key(), List.of(1));
    apply(file("a"), failing(), counting(changed));
    Step second = only(put("g", new byte[0], 0644), next);

    assertThat(shell().compare(List.of(file("a"), counting(changed), second)))
        .satisfies(all -> assertThat(all.get(1)).isNotInstanceOf(StepDifference.NotNeeded.class))
        .last()
        .isEqualTo(new StepDifference.FileMissing());
  }
}
