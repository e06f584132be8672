package dev.provision.testkit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.ports.Content;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.Promise;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Files: whole or not at all, whatever their name, size and mode.
abstract class ShellFilesContract extends ShellContract {
  @Test
  @Promise({"The file is in place.", "permission bits, such as 0644"})
  void a_file_arrives_byte_for_byte_with_its_mode() {
    byte[] bytes = new byte[200_000];
    new Random(1).nextBytes(bytes);

    assertThat(apply(put("f", bytes, 0640))).containsExactly(new StepResult.FilePut(true));

    assertThat(contentOf("f")).isEqualTo(bytes);
    assertThat(modeOf("f")).contains(0640);
  }

  @Test
  @Promise("permission bits, such as 0644")
  void files_of_every_mode_arrive() {
    List<Integer> modes = List.of(0, 0200, 0400, 0444, 0600, 0644, 0755, 0777);
    List<Step> steps = new ArrayList<>();
    modes.forEach(mode -> steps.add(put("m" + Integer.toOctalString(mode), new byte[] {1}, mode)));

    assertThat(apply(steps.toArray(Step[]::new))).allMatch(StepResult::ok);

    modes.forEach(mode -> assertThat(modeOf("m" + Integer.toOctalString(mode))).contains(mode));
  }

  @Test
  @Promise("How many bytes [#open()] returns.")
  void an_empty_file_arrives() {
    assertThat(apply(put("empty", new byte[0], 0644))).allMatch(StepResult::ok);

    assertThat(modeOf("empty")).contains(0644);
    assertThat(contentOf("empty")).isEmpty();
  }

  @Test
  @Promise("readers see the old file or the new one, never a part.")
  void a_file_takes_the_place_of_another() {
    apply(put("f", "old".getBytes(UTF_8), 0644));

    apply(put("f", "new!".getBytes(UTF_8), 0600));

    assertThat(contentOf("f")).asString(UTF_8).isEqualTo("new!");
    assertThat(modeOf("f")).contains(0600);
  }

  @Test
  @Promise("absolute path on the node; any characters except NUL")
  void any_name_will_do() {
    List<String> names =
        List.of(
            "a b",
            "it's",
            "\"quoted\"",
            "$HOME",
            "`id`",
            "back\\slash",
            "two\nlines",
            "-rf",
            "*",
            "#x",
            "\u00fcn\u00efcode \u4f60\u597d \ud83d\ude00",
            "\u0141\u0141\u0101",
            "x".repeat(200));
    List<Step> steps = new ArrayList<>();
    for (String name : names) {
      steps.add(put("d/" + name, name.getBytes(UTF_8), 0644));
    }

    assertThat(apply(steps.toArray(Step[]::new))).allMatch(StepResult::ok);

    assertThat(tree()).hasSize(1 + names.size());
    for (String name : names) {
      assertThat(contentOf("d/" + name)).asString(UTF_8).isEqualTo(name);
    }
  }

  @Test
  @Promise("Missing directories are created with mode 0755.")
  void missing_directories_are_made_for_all_to_read_whatever_the_umask() {
    assertThat(apply(put("new/and/deep/f", new byte[] {1}, 0600))).allMatch(StepResult::ok);

    for (String directory : List.of("new", "new/and", "new/and/deep")) {
      assertThat(modeOf(directory)).contains(0755);
    }
  }

  @Test
  @Promise({
    "If the target is a directory, the step fails.",
    "If a key, file or directory step fails, or a script with [RunScript.OnFailure#STOP], the run"
        + " ends: all later steps are [StepResult.Skipped]."
  })
  void a_target_that_is_a_directory_fails_and_ends_the_run() {
    node().view().makeDirectory(path("d"));
    node().view().put(path("d/kept"), new byte[] {1});

    List<StepResult> results =
        apply(put("before", new byte[0], 0644), put("d", new byte[] {1}, 0644), script());

    assertThat(results.get(0)).isEqualTo(new StepResult.FilePut(true));
    assertThat(results.get(1)).isInstanceOf(StepResult.Failed.class);
    assertThat(((StepResult.Failed) results.get(1)).reason()).contains(path("d"), "directory");
    assertThat(results.get(2)).isEqualTo(new StepResult.Skipped());
    assertThat(tree()).containsExactly("before", "d", "d/kept");
  }

  @Test
  @Promise("human-readable, naming the path")
  void a_directory_that_cannot_be_made_fails_with_its_path() {
    node().view().put(path("file"), new byte[] {1});

    List<StepResult> results = apply(put("file/f", new byte[] {1}, 0644));

    assertThat(results.getFirst()).isInstanceOf(StepResult.Failed.class);
    assertThat(((StepResult.Failed) results.getFirst()).reason()).contains(path("file/f"));
  }

  @Test
  @Promise("The step failed. Nothing of it is visible on the node")
  void an_owner_that_does_not_exist_fails_and_leaves_the_old_file() {
    apply(put("f", "old".getBytes(UTF_8), 0644));

    List<StepResult> results =
        apply(
            new PutFile(
                path("f"), Content.of(new byte[] {1}), 0644, Optional.of("no-such-user-here")));

    assertThat(results.getFirst()).isInstanceOf(StepResult.Failed.class);
    assertThat(((StepResult.Failed) results.getFirst()).reason()).contains("no-such-user-here");
    assertThat(contentOf("f")).asString(UTF_8).isEqualTo("old");
  }

  @Test
  @Promise("Sends all steps to the node")
  void nothing_but_the_targets_remains() {
    apply(put("d/f", new byte[70_000], 0644), script());

    assertThat(tree()).containsExactly("d", "d/f", "script");
  }

  @Test
  @Promise("a result for every step, in the order of the steps")
  void many_files_go_in_one_run() {
    Step[] steps =
        IntStream.range(0, 300)
            .mapToObj(i -> put("d" + i % 7 + "/f" + i, new byte[i], 0644))
            .toArray(Step[]::new);

    assertThat(apply(steps)).hasSize(300).allMatch(StepResult::ok);

    assertThat(tree()).hasSize(7 + 300);
    assertThat(contentOf("d5/f299")).hasSize(299);
  }

  @Test
  @Promise("applies them in order.")
  void a_later_step_for_the_same_path_wins() {
    assertThat(apply(put("f", new byte[] {'1'}, 0644), put("f", new byte[] {'2'}, 0644)))
        .allMatch(StepResult::ok);

    assertThat(contentOf("f")).asString(UTF_8).isEqualTo("2");
  }

  @Test
  @Promise({
    "if they cannot be read; its message names the source",
    "The node could not receive the content"
  })
  void a_content_that_cannot_be_read_fails_the_delivery_and_changes_nothing() {
    Content broken =
        new Content() {
          @Override
          public InputStream open() throws IOException {
            throw new IOException("/some/where: input/output error");
          }

          @Override
          public long size() {
            return 10;
          }
        };

    ShellFailure failure =
        deliveryFailure(put("first", new byte[] {1}, 0644), put("second", broken));

    assertThat(failure.reason()).contains("/some/where: input/output error");
    assertThat(tree()).isEmpty();
  }

  @Test
  @Promise("if the connection or the transfer fails")
  void a_content_that_grows_or_shrinks_fails_the_delivery_and_changes_nothing() {
    for (long size : new long[] {99_999, 100_001}) {
      Content content =
          new Content() {
            @Override
            public InputStream open() {
              return new ByteArrayInputStream(new byte[100_000]);
            }

            @Override
            public long size() {
              return size;
            }
          };

      ShellFailure failure = deliveryFailure(put("file", content));

      assertThat(failure.reason()).contains(path("file"));
      assertThat(tree()).isEmpty();
    }
  }

  private ShellFailure deliveryFailure(Step... steps) {
    ShellException thrown = catchThrowableOfType(ShellException.class, () -> apply(steps));
    assertThat(thrown.failure()).isInstanceOf(ShellFailure.TransferFailed.class);
    return thrown.failure();
  }
}
