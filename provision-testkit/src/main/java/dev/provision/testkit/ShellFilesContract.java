package dev.provision.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.ports.Content;
import dev.provision.ports.shell.PutFile;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.Step;
import dev.provision.ports.shell.StepResult;
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
  void a_file_arrives_byte_for_byte_with_its_mode() {
    byte[] bytes = new byte[200_000];
    new Random(1).nextBytes(bytes);

    assertThat(apply(put("f", bytes, 0640))).containsExactly(new StepResult.FilePut(true));

    assertThat(contentOf("f")).isEqualTo(bytes);
    assertThat(run("ls -l f")).startsWith("-rw-r----- ");
  }

  @Test
  void files_of_every_mode_arrive() {
    List<Integer> modes = List.of(0, 0200, 0400, 0444, 0600, 0644, 0755, 0777);
    List<Step> steps = new ArrayList<>();
    modes.forEach(mode -> steps.add(put("m" + Integer.toOctalString(mode), new byte[] {1}, mode)));

    assertThat(apply(steps.toArray(Step[]::new))).allMatch(StepResult::ok);

    assertThat(run("ls -l | sed -n 's/^\\([-rwx]*\\) .* \\(m[0-7]*\\)$/\\2 \\1/p'"))
        .isEqualTo(
            """
            m0 ----------
            m200 --w-------
            m400 -r--------
            m444 -r--r--r--
            m600 -rw-------
            m644 -rw-r--r--
            m755 -rwxr-xr-x
            m777 -rwxrwxrwx
            """);
  }

  @Test
  void an_empty_file_arrives() {
    assertThat(apply(put("empty", new byte[0], 0644))).allMatch(StepResult::ok);

    assertThat(run("wc -c <empty").strip()).isEqualTo("0");
  }

  @Test
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

    assertThat(run("cd d; set -- *; echo $#").strip()).isEqualTo(String.valueOf(names.size()));
    for (String name : names) {
      assertThat(contentOf("d/" + name)).asString(UTF_8).isEqualTo(name);
    }
  }

  @Test
  void missing_directories_are_made_for_all_to_read_whatever_the_umask() {
    assertThat(apply(put("new/and/deep/f", new byte[] {1}, 0600))).allMatch(StepResult::ok);

    assertThat(run("ls -ld new new/and new/and/deep").lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("drwxr-xr-x "));
  }

  @Test
  void a_file_takes_the_place_of_another_in_one_go() {
    apply(put("f", "old".getBytes(UTF_8), 0644));
    String before = run("ln f same; ls -i f");

    apply(put("f", "new!".getBytes(UTF_8), 0600));

    assertThat(run("ls -i f")).isNotEqualTo(before);
    assertThat(contentOf("same")).asString(UTF_8).isEqualTo("old");
    assertThat(contentOf("f")).asString(UTF_8).isEqualTo("new!");
  }

  @Test
  void a_target_that_is_a_directory_fails_and_ends_the_run() {
    run("mkdir d; echo kept >d/kept");

    List<StepResult> results =
        apply(put("before", new byte[0], 0644), put("d", new byte[] {1}, 0644), script("echo no"));

    assertThat(results.get(0)).isEqualTo(new StepResult.FilePut(true));
    assertThat(results.get(1)).isInstanceOf(StepResult.Failed.class);
    assertThat(((StepResult.Failed) results.get(1)).reason()).contains(path("d"), "directory");
    assertThat(results.get(2)).isEqualTo(new StepResult.Skipped());
    assertThat(run("ls d; cat d/kept")).isEqualTo("kept\nkept\n");
  }

  @Test
  void a_directory_that_cannot_be_made_fails_with_its_path() {
    run("echo x >file");

    List<StepResult> results = apply(put("file/f", new byte[] {1}, 0644));

    assertThat(results.getFirst()).isInstanceOf(StepResult.Failed.class);
    assertThat(((StepResult.Failed) results.getFirst()).reason()).contains(path("file/f"));
  }

  @Test
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
  void nothing_but_the_targets_remains() {
    apply(put("d/f", new byte[70_000], 0644), script("true"));

    assertThat(run("find . | sort")).isEqualTo(".\n./d\n./d/f\n./script\n");
  }

  @Test
  void many_files_go_in_one_run() {
    Step[] steps =
        IntStream.range(0, 300)
            .mapToObj(i -> put("d" + i % 7 + "/f" + i, new byte[i], 0644))
            .toArray(Step[]::new);

    assertThat(apply(steps)).hasSize(300).allMatch(StepResult::ok);

    assertThat(run("cat d*/* | wc -c").strip()).isEqualTo(String.valueOf(299 * 300 / 2));
  }

  @Test
  void a_later_step_for_the_same_path_wins() {
    assertThat(apply(put("f", new byte[] {'1'}, 0644), put("f", new byte[] {'2'}, 0644)))
        .allMatch(StepResult::ok);

    assertThat(contentOf("f")).asString(UTF_8).isEqualTo("2");
  }

  @Test
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
    assertThat(run("ls -A")).isEmpty();
  }

  @Test
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
      assertThat(run("ls -A")).isEmpty();
    }
  }

  private ShellFailure deliveryFailure(Step... steps) {
    ShellException thrown = catchThrowableOfType(ShellException.class, () -> apply(steps));
    assertThat(thrown.failure()).isInstanceOf(ShellFailure.TransferFailed.class);
    return thrown.failure();
  }
}
