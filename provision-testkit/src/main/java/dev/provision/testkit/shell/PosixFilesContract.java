package dev.provision.testkit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.Content;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PathPattern;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Files and directories of a node that has inodes and links.
abstract class PosixFilesContract extends ShellContract {
  private static DirectoryEntry file(String path, String text) {
    return new DirectoryEntry.File(path, Content.of(text.getBytes(UTF_8)), 0644);
  }

  private static DirectoryEntry folder(String path) {
    return new DirectoryEntry.Directory(path, 0755);
  }

  private PutDirectory directory(boolean delete, DirectoryEntry... entries) {
    return new PutDirectory(path("d"), List.of(entries), delete, List.of(), Optional.empty());
  }

  @Test
  @Promise("A file whose content, mode, and owner are correct is not touched.")
  void what_is_right_already_keeps_inode_and_times() {
    PutDirectory step =
        directory(
            true,
            folder("e"),
            file("e/f", "x"),
            new DirectoryEntry.Link("e/l", "f"),
            file("g", "y"));
    apply(step);
    String before = run("ls -lic --full-time d d/e 2>/dev/null || ls -li d d/e");

    assertThat(apply(step)).containsExactly(new StepResult.DirectoryPut(0, 0));

    assertThat(run("ls -lic --full-time d d/e 2>/dev/null || ls -li d d/e")).isEqualTo(before);
  }

  @Test
  @Promise("Determines what [#apply] would change, without changing anything.")
  void comparing_a_directory_changes_no_inode_and_no_time() {
    apply(directory(false, folder("e"), file("e/f", "x"), file("old", "y")));
    String before = run("ls -lai . d d/e");

    shell().compare(List.of(directory(true, folder("e"), file("e/f", "new"), file("g", "y"))));

    assertThat(run("ls -lai . d d/e")).isEqualTo(before);
  }

  @Test
  @Promise("readers see the old file or the new one, never a part.")
  void a_file_of_a_directory_takes_the_place_of_another_in_one_go() {
    apply(directory(false, file("f", "old")));
    String before = run("ln d/f same; ls -i d/f");

    StepResult result = apply(directory(false, file("f", "new"))).getFirst();

    assertThat(result.remark()).contains("hard links");
    assertThat(run("ls -i d/f")).isNotEqualTo(before);
    assertThat(contentOf("same")).asString(UTF_8).isEqualTo("old");
    assertThat(contentOf("d/f")).asString(UTF_8).isEqualTo("new");
  }

  @Test
  @Promise({"A symbolic link.", "where it leads, which need not exist; any characters except NUL"})
  void links_arrive_as_links() {
    List<String> targets =
        List.of("f", "../x", "/none/such", "a b", "two\nlines", "it's -> 'x'", "end\n");
    List<DirectoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      entries.add(new DirectoryEntry.Link("l" + i, targets.get(i)));
    }
    PutDirectory step = directory(true, entries.toArray(DirectoryEntry[]::new));

    assertThat(apply(step)).containsExactly(new StepResult.DirectoryPut(targets.size(), 0));
    assertThat(apply(step)).containsExactly(new StepResult.DirectoryPut(0, 0));

    for (int i = 0; i < targets.size(); i++) {
      assertThat(run("readlink d/l" + i)).isEqualTo(targets.get(i) + "\n");
    }
  }

  @Test
  @Promise("Files and symbolic links replace each other, and no link below the target is followed.")
  void a_link_in_the_place_of_a_file_is_replaced_and_not_followed() {
    run("mkdir d other; echo kept >victim; ln -s ../victim d/f; ln -s ../other d/g; echo x >d/l");

    assertThat(
            apply(
                directory(
                    false, file("f", "new"), file("g", "new"), new DirectoryEntry.Link("l", "f"))))
        .containsExactly(new StepResult.DirectoryPut(3, 0));

    assertThat(
            run(
                "cat victim; ls other; test -h d/f || cat d/f; test -h d/g || cat d/g; readlink"
                    + " d/l"))
        .isEqualTo("kept\nnewnewf\n");
  }

  @Test
  @Promise({
    "no link below the target is followed.",
    "With `delete`, everything below the target that is no entry is removed"
  })
  void a_link_in_the_place_of_a_directory_is_replaced_with_delete_and_not_followed() {
    run("mkdir d other; echo kept >other/f; ln -s ../other d/e; ln -s ../other d/gone");

    assertThat(apply(directory(false, folder("e"), file("e/f", "new"))).getFirst())
        .isInstanceOfSatisfying(
            StepResult.Failed.class,
            failed -> assertThat(failed.reason()).contains("e: it is a link"));
    assertThat(apply(directory(true, folder("e"), file("e/f", "new"))).getFirst().ok()).isTrue();

    assertThat(run("cat other/f d/e/f; ls d")).isEqualTo("kept\nnewe\n");
  }

  @Test
  @Promise("a symbolic link to a directory is followed and kept, unless others can change it.")
  void a_target_that_is_a_link_is_followed() {
    run("mkdir real; ln -s real d");

    assertThat(apply(directory(false, file("f", "x"))))
        .containsExactly(new StepResult.DirectoryPut(1, 0));

    assertThat(run("test -h d && cat real/f")).isEqualTo("x");
  }

  @Test
  @Promise("Anything else that has the name of an entry")
  void a_pipe_is_replaced_only_with_delete() {
    run("mkdir d; mkfifo d/f d/other");

    assertThat(apply(directory(false, file("f", "x"))).getFirst())
        .isInstanceOf(StepResult.Failed.class);
    assertThat(apply(directory(true, file("f", "x"))).getFirst().ok()).isTrue();

    assertThat(run("ls d; cat d/f")).isEqualTo("f\nx");
  }

  @Test
  @Promise("each once, after the directory that contains it")
  void a_deep_tree_arrives_and_goes() {
    List<DirectoryEntry> entries = new ArrayList<>();
    String at = "x";
    for (int depth = 0; depth < 60; depth++) {
      entries.add(folder(at));
      entries.add(file(at + "/f", at));
      at += "/" + "name".repeat(10);
    }
    PutDirectory step = directory(true, entries.toArray(DirectoryEntry[]::new));

    assertThat(apply(step)).containsExactly(new StepResult.DirectoryPut(120, 0));
    assertThat(apply(step)).containsExactly(new StepResult.DirectoryPut(0, 0));
    assertThat(run("find d -type f | wc -l").strip()).isEqualTo("60");
    assertThat(apply(directory(true))).containsExactly(new StepResult.DirectoryPut(0, 120));
  }

  @Test
  @Promise("With `delete`, everything below the target that is no entry is removed")
  void a_directory_that_forbids_writing_is_filled_and_emptied() {
    PutDirectory first =
        directory(
            true, new DirectoryEntry.Directory("e", 0555), file("e/f", "x"), file("e/g", "x"));
    apply(first);

    assertThat(apply(first)).containsExactly(new StepResult.DirectoryPut(0, 0));
    assertThat(apply(directory(true, new DirectoryEntry.Directory("e", 0555), file("e/f", "new"))))
        .containsExactly(new StepResult.DirectoryPut(1, 1));

    assertThat(modeOf("d/e")).contains(0555);
    assertThat(contentOf("d/e/f")).asString(UTF_8).isEqualTo("new");
  }

  @Test
  @Promise("what is in it, each once, after the directory that contains it")
  void entries_may_be_in_any_order_in_which_directories_are_first() {
    assertThat(
            apply(
                directory(
                    false,
                    folder("a"),
                    folder("b"),
                    folder("a/c"),
                    file("b/f", "1"),
                    file("a/f", "2"),
                    file("a/c/f", "3"),
                    file("f", "4"),
                    file("b/g", "5"))))
        .containsExactly(new StepResult.DirectoryPut(8, 0));

    assertThat(run("cat b/f a/f a/c/f f b/g 2>/dev/null; cat d/b/f d/a/f d/a/c/f d/f d/b/g"))
        .isEqualTo("12345");
  }

  @Test
  @Promise("patterns of what `delete` does not remove, as [PathPattern] reads them")
  void patterns_match_on_the_node_what_they_match_here() {
    List<String> names = List.of("a", "ab", "a.b", "a-b", "b", "[", "*", ".x", "a b", "]");
    List<String> patterns =
        List.of("a*", "?", "[ab]", "[!a]", "[a-z]", "\\*", ".*", "*.b", "[]x]", "a b", "/a", "s/?");
    List<DirectoryEntry> entries = new ArrayList<>();
    names.forEach(name -> entries.add(file(name, "x")));
    entries.add(folder("s"));
    names.forEach(name -> entries.add(file("s/" + name, "x")));
    for (String text : patterns) {
      PathPattern pattern = new PathPattern(text);
      apply(directory(true, entries.toArray(DirectoryEntry[]::new)));
      List<String> kept =
          entries.stream().map(DirectoryEntry::path).filter(path -> keeps(pattern, path)).toList();
      PutDirectory none =
          new PutDirectory(path("d"), List.of(), true, List.of(pattern), Optional.empty());

      int gone =
          ((StepDifference.DirectoryDiffers) shell().compare(List.of(none)).getFirst())
              .superfluous()
              .count();

      boolean folderStays = kept.stream().anyMatch(path -> path.startsWith("s"));
      assertThat(gone)
          .as(text)
          .isEqualTo(entries.size() - kept.size() - (folderStays && !kept.contains("s") ? 1 : 0));
    }
  }

  private static boolean keeps(PathPattern pattern, String path) {
    int slash = path.indexOf('/');
    return pattern.matches(path) || (slash > 0 && pattern.matches(path.substring(0, slash)));
  }

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
