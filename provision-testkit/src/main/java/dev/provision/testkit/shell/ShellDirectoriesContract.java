package dev.provision.testkit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.ports.Content;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PathPattern;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepCondition.Changed;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepDifference.DirectoryDiffers.Paths;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.Promise;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Directories: everything in its place, and nothing else touched.
abstract class ShellDirectoriesContract extends ShellContract {
  static final Paths NO_PATHS = Paths.of(List.of());

  static DirectoryEntry folder(String path) {
    return new DirectoryEntry.Directory(path, 0755);
  }

  static DirectoryEntry file(String path, String text) {
    return new DirectoryEntry.File(path, Content.of(text.getBytes(UTF_8)), 0644);
  }

  final PutDirectory directory(DirectoryEntry... entries) {
    return new PutDirectory(path("d"), List.of(entries), false, List.of(), Optional.empty());
  }

  final PutDirectory exactly(List<String> keep, DirectoryEntry... entries) {
    List<PathPattern> patterns = keep.stream().map(PathPattern::new).toList();
    return new PutDirectory(path("d"), List.of(entries), true, patterns, Optional.empty());
  }

  private String reason(PutDirectory step) {
    List<StepResult> results = apply(step, put("after", new byte[0], 0644));
    assertThat(results.getLast()).isEqualTo(new StepResult.Skipped());
    return ((StepResult.Failed) results.getFirst()).reason();
  }

  @Test
  @Promise({
    "The directory is in place.",
    "how many entries were created, replaced, or given another mode or owner",
    "permission bits, such as 0755"
  })
  void files_and_directories_arrive_with_their_modes() {
    byte[] bytes = new byte[100_000];
    new Random(2).nextBytes(bytes);

    assertThat(
            apply(
                directory(
                    new DirectoryEntry.Directory("private", 0700),
                    new DirectoryEntry.File("private/bytes", Content.of(bytes), 0600),
                    new DirectoryEntry.Directory("empty", 0775),
                    new DirectoryEntry.File("run", Content.of("x".getBytes(UTF_8)), 0755),
                    new DirectoryEntry.File("nothing", Content.of(new byte[0]), 0444))))
        .containsExactly(new StepResult.DirectoryPut(5, 0));

    assertThat(tree())
        .containsExactly("d", "d/empty", "d/nothing", "d/private", "d/private/bytes", "d/run");
    assertThat(modeOf("d")).contains(0755);
    assertThat(modeOf("d/private")).contains(0700);
    assertThat(modeOf("d/private/bytes")).contains(0600);
    assertThat(modeOf("d/empty")).contains(0775);
    assertThat(modeOf("d/run")).contains(0755);
    assertThat(modeOf("d/nothing")).contains(0444);
    assertThat(contentOf("d/private/bytes")).isEqualTo(bytes);
    assertThat(contentOf("d/nothing")).isEmpty();
  }

  @Test
  @Promise("or `.`, for the target itself")
  void the_target_can_have_a_mode_of_its_own() {
    apply(directory(new DirectoryEntry.Directory(".", 0750), file("f", "x")));

    assertThat(modeOf("d")).contains(0750);

    assertThat(apply(directory(new DirectoryEntry.Directory(".", 0711), file("f", "x"))))
        .containsExactly(new StepResult.DirectoryPut(1, 0));
    assertThat(modeOf("d")).contains(0711);
  }

  @Test
  @Promise("Missing directories are created with mode 0755.")
  void missing_directories_above_the_target_are_made_for_all_to_read() {
    PutDirectory deep =
        new PutDirectory(
            path("a/b/c"), List.of(file("f", "x")), false, List.of(), Optional.empty());

    assertThat(apply(deep)).containsExactly(new StepResult.DirectoryPut(1, 0));

    for (String name : List.of("a", "a/b", "a/b/c")) {
      assertThat(modeOf(name)).contains(0755);
    }
    assertThat(contentOf("a/b/c/f")).asString(UTF_8).isEqualTo("x");
  }

  @Test
  @Promise("A file whose content, mode, and owner are correct is not touched.")
  void a_second_run_changes_nothing_and_a_third_only_what_differs() {
    PutDirectory step = directory(folder("e"), file("e/f", "one"), file("g", "two"));
    apply(step);

    assertThat(apply(step)).containsExactly(new StepResult.DirectoryPut(0, 0));
    assertThat(apply(directory(folder("e"), file("e/f", "new"), file("g", "two"))))
        .containsExactly(new StepResult.DirectoryPut(1, 0));

    assertThat(contentOf("d/e/f")).asString(UTF_8).isEqualTo("new");
    assertThat(contentOf("d/g")).asString(UTF_8).isEqualTo("two");
  }

  @Test
  @Promise("how many entries were created, replaced, or given another mode or owner")
  void another_mode_is_a_change() {
    apply(directory(folder("e"), file("f", "text")));

    assertThat(
            apply(
                directory(
                    new DirectoryEntry.Directory("e", 0700),
                    new DirectoryEntry.File("f", Content.of("text".getBytes(UTF_8)), 0600))))
        .containsExactly(new StepResult.DirectoryPut(2, 0));

    assertThat(modeOf("d/e")).contains(0700);
    assertThat(modeOf("d/f")).contains(0600);
    assertThat(contentOf("d/f")).asString(UTF_8).isEqualTo("text");
  }

  @Test
  @Promise({
    "names separated by `/`, none of them empty, `.` or `..`; any characters except NUL.",
    "absolute path on the node; any characters except NUL"
  })
  void any_name_will_do() {
    List<String> names =
        List.of(
            "a b",
            " c",
            "d ",
            "it's",
            "\"quoted\"",
            "$HOME",
            "`id`",
            "back\\slash",
            "\\0101",
            "two\nlines",
            "end\n",
            "tab\t",
            "-rf",
            "*",
            "#x",
            "[",
            "...",
            ".hidden",
            "\u00fcn\u00efcode \u4f60\u597d \ud83d\ude00",
            "\u0141\u0141\u0101",
            "x".repeat(200));
    List<DirectoryEntry> entries = new ArrayList<>();
    for (String name : names) {
      entries.add(folder(name));
      entries.add(file(name + "/" + name, name));
    }
    PutDirectory step =
        new PutDirectory(path("it's\nd"), entries, true, List.of(), Optional.empty());

    assertThat(apply(step)).containsExactly(new StepResult.DirectoryPut(2 * names.size(), 0));
    assertThat(shell().compare(List.of(step))).containsExactly(new StepDifference.None());
    assertThat(apply(step)).containsExactly(new StepResult.DirectoryPut(0, 0));

    for (String name : names) {
      assertThat(contentOf("it's\nd/" + name + "/" + name)).asString(UTF_8).isEqualTo(name);
    }
    PutDirectory none =
        new PutDirectory(path("it's\nd"), List.of(), true, List.of(), Optional.empty());
    assertThat(
            ((StepDifference.DirectoryDiffers) shell().compare(List.of(none)).getFirst())
                .superfluous()
                .count())
        .isEqualTo(2 * names.size());
    assertThat(apply(none)).containsExactly(new StepResult.DirectoryPut(0, 2 * names.size()));
    assertThat(tree()).hasSize(1);
  }

  @Test
  @Promise({
    "With `delete`, everything below the target that is no entry is removed",
    "how many files, links and directories were removed"
  })
  void what_is_no_entry_is_removed_only_with_delete() {
    apply(
        directory(
            folder("e"), file("e/old", "x"), file("e/f", "x"), folder("g"), file("g/h", "x")));
    node().view().put(path("beside"), new byte[0]);

    assertThat(apply(directory(folder("e"), file("e/f", "x"))))
        .containsExactly(new StepResult.DirectoryPut(0, 0));
    assertThat(apply(exactly(List.of(), folder("e"), file("e/f", "x"))))
        .containsExactly(new StepResult.DirectoryPut(0, 3));

    assertThat(tree()).containsExactly("beside", "d", "d/e", "d/e/f");
  }

  @Test
  @Promise("what matches a pattern of `keep`, with the directories that they are in.")
  void what_matches_a_pattern_stays_with_its_directories() {
    apply(
        directory(
            file("a.log", "x"),
            file("b.txt", "x"),
            folder("cache"),
            file("cache/x", "x"),
            folder("e"),
            folder("e/f"),
            file("e/f/g.log", "x"),
            file("e/f/h", "x"),
            folder("logs"),
            file("logs/x", "x"),
            folder("e/logs"),
            file("e/logs/x", "x")));

    assertThat(apply(exactly(List.of("*.log", "cache", "/logs", "e/f/[!a-z]"))))
        .containsExactly(new StepResult.DirectoryPut(0, 4));

    assertThat(tree())
        .containsExactly(
            "d",
            "d/a.log",
            "d/cache",
            "d/cache/x",
            "d/e",
            "d/e/f",
            "d/e/f/g.log",
            "d/logs",
            "d/logs/x");
  }

  @Test
  @Promise({
    "Anything else that has the name of an entry, such as a directory where a file belongs, is"
        + " replaced only with `delete`; otherwise the step fails before it changes anything, and"
        + " names it."
  })
  void a_directory_and_a_file_replace_each_other_only_with_delete() {
    apply(directory(file("a", "x"), folder("b"), file("b/c", "x"), file("z", "old")));
    DirectoryEntry[] swapped = {file("z", "new"), folder("a"), file("a/c", "x"), file("b", "y")};

    assertThat(reason(directory(swapped))).contains(path("d") + ": ").containsAnyOf("a: ", "b: ");
    assertThat(contentOf("d/z")).asString(UTF_8).isEqualTo("old");
    assertThat(shell().compare(List.of(directory(swapped))).getFirst())
        .isInstanceOf(StepDifference.Unknown.class);
    assertThat(apply(exactly(List.of(), swapped)).getFirst().ok()).isTrue();

    assertThat(tree()).containsExactly("d", "d/a", "d/a/c", "d/b", "d/z");
    assertThat(contentOf("d/b")).asString(UTF_8).isEqualTo("y");
  }

  @Test
  @Promise("what matches a pattern of `keep`, with the directories that they are in.")
  void a_directory_with_something_that_is_kept_is_not_replaced() {
    apply(directory(folder("b"), file("b/c.log", "x")));

    assertThat(reason(exactly(List.of("*.log"), file("b", "y")))).contains("b: ", "kept");
    assertThat(tree()).containsExactly("d", "d/b", "d/b/c.log");
  }

  @Test
  @Promise("otherwise the step fails before it changes anything, and names it.")
  void a_target_that_is_a_file_fails() {
    node().view().put(path("d"), new byte[] {1});

    assertThat(reason(directory(file("f", "x")))).contains(path("d"), "not a directory");
    assertThat(contentOf("d")).containsExactly(1);
  }

  @Test
  @Promise("of the entries, and of the target if the step creates it")
  void an_owner_that_does_not_exist_fails() {
    PutDirectory step =
        new PutDirectory(
            path("d"), List.of(file("f", "x")), false, List.of(), Optional.of("no-such-user-here"));

    assertThat(reason(step)).contains(path("d"), "no-such-user-here");
    assertThat(tree()).isEmpty();
  }

  @Test
  @Promise({
    "the entries that are missing",
    "the entries that are different",
    "what would be removed"
  })
  void differences_are_counted_and_named_and_nothing_changes() {
    PutDirectory wanted = exactly(List.of("kept"), folder("e"), file("e/f", "new"), file("g", "x"));
    assertThat(shell().compare(List.of(wanted)))
        .containsExactly(
            new StepDifference.DirectoryDiffers(
                Paths.of(List.of("e", "e/f", "g")), NO_PATHS, NO_PATHS));
    assertThat(tree()).isEmpty();
    apply(directory(folder("e"), file("e/f", "old"), file("e/h", "x"), file("kept", "x")));

    assertThat(shell().compare(List.of(wanted)))
        .containsExactly(
            new StepDifference.DirectoryDiffers(
                Paths.of(List.of("g")), Paths.of(List.of("e/f")), Paths.of(List.of("e/h"))));
    assertThat(tree()).containsExactly("d", "d/e", "d/e/f", "d/e/h", "d/kept");
    assertThat(contentOf("d/e/f")).asString(UTF_8).isEqualTo("old");

    apply(wanted);
    assertThat(shell().compare(List.of(wanted))).containsExactly(new StepDifference.None());
  }

  @Test
  @Promise("the first of them, in alphabetical order, at most [#SHOWN]")
  void of_many_differences_the_first_are_named() {
    List<DirectoryEntry> entries = new ArrayList<>();
    for (int i = 99; i >= 10; i--) {
      entries.add(file("f" + i, "x"));
    }

    StepDifference difference =
        shell().compare(List.of(directory(entries.toArray(DirectoryEntry[]::new)))).getFirst();

    assertThat(((StepDifference.DirectoryDiffers) difference).missing())
        .isEqualTo(
            new Paths(
                90, List.of("f10", "f11", "f12", "f13", "f14", "f15", "f16", "f17", "f18", "f19")));
  }

  @Test
  @Promise("or changes anything in a directory.")
  void a_step_that_depends_on_a_directory_is_due_when_something_in_it_has_changed() {
    Step then =
        new ConditionalStep(
            put("after", new byte[0], 0644), List.of(new Changed("directory", List.of(0))));

    for (PutDirectory step :
        List.of(directory(file("a", "x"), file("b", "x")), exactly(List.of()))) {
      assertThat(apply(step, then).getLast()).isInstanceOf(StepResult.FilePut.class);
      assertThat(apply(step, then).getLast()).isInstanceOf(StepResult.NotNeeded.class);
    }
  }

  @Test
  @Promise("if they cannot be read; its message names the source")
  void a_content_that_ends_early_or_late_fails_and_nothing_is_changed() {
    for (int size : new int[] {2, 4}) {
      Content lies =
          new Content() {
            @Override
            public InputStream open() {
              return new ByteArrayInputStream(new byte[3]);
            }

            @Override
            public long size() {
              return size;
            }
          };
      PutDirectory step = directory(file("a", "x"), new DirectoryEntry.File("b", lies, 0644));

      ShellException refusal = catchThrowableOfType(ShellException.class, () -> apply(step));

      assertThat(refusal.failure()).isInstanceOf(ShellFailure.TransferFailed.class);
      assertThat(refusal.failure().reason()).contains("b");
      assertThat(tree()).isEmpty();
      reconnect();
    }
  }
}
