package dev.provision.testkit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.step.StepResult;
import dev.provision.testkit.Promise;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Files of a node that has inodes and links.
abstract class PosixFilesContract extends ShellContract {
  @Test
  @Promise("whether its content, mode, or owner was different before")
  void a_file_that_is_right_already_is_the_same_file_afterwards() {
    apply(put("f", "text".getBytes(UTF_8), 0640));
    String before = run("ls -i f");

    assertThat(apply(put("f", "text".getBytes(UTF_8), 0640)))
        .containsExactly(new StepResult.FilePut(false));

    assertThat(run("ls -i f")).isEqualTo(before);
  }

  @Test
  @Promise("Determines what [#apply] would change, without changing anything.")
  void comparing_changes_no_inode_and_no_time() {
    apply(put("f", "old".getBytes(UTF_8), 0640));
    String before = run("ls -lai . f");

    shell().compare(List.of(put("f", "new".getBytes(UTF_8), 0600)));

    assertThat(run("ls -lai . f")).isEqualTo(before);
  }

  @Test
  @Promise("renamed into place: readers see the old file or the new one, never a part.")
  void a_file_takes_the_place_of_another_in_one_go() {
    apply(put("f", "old".getBytes(UTF_8), 0644));
    String before = run("ln f same; ls -i f");

    apply(put("f", "new!".getBytes(UTF_8), 0600));

    assertThat(run("ls -i f")).isNotEqualTo(before);
    assertThat(contentOf("same")).asString(UTF_8).isEqualTo("old");
    assertThat(contentOf("f")).asString(UTF_8).isEqualTo("new!");
  }

  @Test
  @Promise("A symbolic link is followed and kept")
  void a_symbolic_link_is_followed_and_stays() {
    run("printf text >other; chmod 640 other; ln -s other f");

    assertThat(apply(put("f", "text".getBytes(UTF_8), 0640)))
        .containsExactly(new StepResult.FilePut(false));
    assertThat(apply(put("f", "new".getBytes(UTF_8), 0640)))
        .containsExactly(new StepResult.FilePut(true));

    assertThat(run("test -h f && cat other")).isEqualTo("new");
  }
}
