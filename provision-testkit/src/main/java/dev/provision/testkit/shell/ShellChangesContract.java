package dev.provision.testkit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.Promise;
import dev.provision.testkit.node.TestScript.Act;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is right already is left alone, and what would change can be asked for.
abstract class ShellChangesContract extends ShellContract {
  private static final StepResult PUT = new StepResult.FilePut(true);
  private static final StepResult UNCHANGED = new StepResult.FilePut(false);

  private PutFile file(String text, int mode) {
    return put("f", text.getBytes(UTF_8), mode);
  }

  @Test
  @Promise("whether its content, mode, or owner was different before")
  void a_file_that_is_right_already_is_left_alone() {
    apply(file("text", 0640));

    assertThat(apply(file("text", 0640))).containsExactly(UNCHANGED);
  }

  @Test
  @Promise("whether its content, mode, or owner was different before")
  void a_file_with_another_content_or_mode_is_put() {
    apply(file("text", 0640));

    assertThat(apply(file("next", 0640))).containsExactly(PUT);
    assertThat(apply(file("next", 0600))).containsExactly(PUT);
    assertThat(apply(file("next", 0600))).containsExactly(UNCHANGED);
    assertThat(modeOf("f")).contains(0600);
    assertThat(contentOf("f")).isEqualTo("next".getBytes(UTF_8));
  }

  @Test
  @Promise("whether its content, mode, or owner was different before")
  void a_mode_without_the_right_to_read_can_be_right_already_too() {
    apply(file("text", 0));

    assertThat(apply(file("text", 0600))).containsExactly(PUT);
    assertThat(contentOf("f")).isEqualTo("text".getBytes(UTF_8));
  }

  private List<StepDifference> compare(PutFile file) {
    return shell().compare(List.of(file));
  }

  @Test
  @Promise({
    "Determines what [#apply] would change, without changing anything.",
    "differences besides the content, human-readable, such as `mode 0600, should be 0644`"
  })
  void what_would_change_is_told_and_nothing_changes() {
    apply(file("old\n", 0640));

    assertThat(compare(file("old\n", 0640))).containsExactly(new StepDifference.None());
    assertThat(compare(file("old\n", 0600)).getFirst())
        .isInstanceOfSatisfying(
            StepDifference.FileDiffers.class,
            differs -> {
              assertThat(differs.traits()).containsExactly("mode 0640, should be 0600");
              assertThat(differs.contentDiffers()).isFalse();
              assertThat(differs.content()).isEmpty();
            });
    assertThat(compare(file("new\n", 0640)).getFirst())
        .isInstanceOfSatisfying(
            StepDifference.FileDiffers.class,
            differs -> {
              assertThat(differs.traits()).isEmpty();
              assertThat(differs.contentDiffers()).isTrue();
              assertThat(differs.content()).hasValue("old\n".getBytes(UTF_8));
            });
    assertThat(compare(put("other/g", new byte[0], 0644)))
        .containsExactly(new StepDifference.FileMissing());
    assertThat(tree()).containsExactly("f");
    assertThat(modeOf("f")).contains(0640);
    assertThat(contentOf("f")).isEqualTo("old\n".getBytes(UTF_8));
  }

  @Test
  @Promise("its content, if it is different and at most 1 MiB")
  void a_large_content_is_not_fetched() {
    apply(put("f", new byte[2 << 20], 0644));

    assertThat(compare(file("small", 0644)).getFirst())
        .isInstanceOfSatisfying(
            StepDifference.FileDiffers.class,
            differs -> {
              assertThat(differs.contentDiffers()).isTrue();
              assertThat(differs.content()).isEmpty();
            });
  }

  @Test
  @Promise("For a script, only its file is compared.")
  void of_a_script_its_file_is_compared_and_it_does_not_run() {
    RunScript script = script(new Act.Append(path("log"), "ran"));
    apply(script);

    assertThat(shell().compare(List.of(script))).containsExactly(new StepDifference.None());

    assertThat(contentOf("log")).asString(UTF_8).isEqualTo("ran\n");
  }

  @Test
  @Promise("Some keys are not installed yet.")
  void keys_that_may_not_log_in_yet_are_counted() {
    AuthorizeKeys both = new AuthorizeKeys(path("keys"), List.of(ONE_KEY, OTHER_KEY));
    apply(new AuthorizeKeys(path("keys"), List.of(ONE_KEY)));

    assertThat(shell().compare(List.of(both))).containsExactly(new StepDifference.KeysMissing(1));

    apply(both);
    assertThat(shell().compare(List.of(both))).containsExactly(new StepDifference.None());
  }

  @Test
  @Promise({
    "It could not be determined.",
    "a difference for every step, in the order of the steps"
  })
  void what_cannot_be_compared_is_said_with_the_reason_and_the_others_are_compared() {
    node().view().makeDirectory(path("d"));

    assertThat(shell().compare(List.of(put("d", new byte[0], 0644), file("x", 0644))))
        .containsExactly(
            new StepDifference.Unknown("it is a directory"), new StepDifference.FileMissing());
  }
}
