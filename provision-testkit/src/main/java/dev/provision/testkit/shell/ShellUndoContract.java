package dev.provision.testkit.shell;

import static dev.provision.testkit.node.TestScript.says;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.ports.Content;
import dev.provision.ports.shell.ReplacedSet;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.UndoReport;
import dev.provision.ports.shell.UndoReport.Outcome;
import dev.provision.ports.shell.UndoReport.UndonePath;
import dev.provision.ports.shell.UndoRequest;
import dev.provision.ports.shell.WhenBusy;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.Promise;
import dev.provision.testkit.node.TestScript.Act;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a run replaces is kept and put back. Other runs of this machine may keep sets on the same
/// node, so a test finds its own by the paths in it.
abstract class ShellUndoContract extends ShellContract {
  private List<StepResult> keep(Step... steps) {
    return shell().applyKeeping(List.of(steps), WhenBusy.WAIT, new RecordingObserver());
  }

  private List<String> own() {
    return shell().replacedSets().stream()
        .filter(set -> set.undone().isEmpty())
        .map(ReplacedSet::id)
        .filter(this::isOwn)
        .toList();
  }

  private boolean isOwn(String set) {
    return shell()
        .undo(new UndoRequest(Optional.of(set), true, true, WhenBusy.WAIT))
        .paths()
        .stream()
        .anyMatch(path -> path.path().startsWith(node().directory() + "/"));
  }

  private UndoReport undo(String set, boolean force) {
    return shell().undo(new UndoRequest(Optional.of(set), force, false, WhenBusy.WAIT));
  }

  private UndonePath path(String name, Outcome outcome) {
    return new UndonePath(path(name), outcome, "");
  }

  @Test
  @Promise({
    "Applies steps like [#apply], and keeps on the node what they replace or remove, as one set:"
        + " contents, modes and owners of files, links and directories, and which ones are new.",
    "Puts back what a run replaced",
    "It is as it was before.",
    "It was new, and is removed."
  })
  void a_run_is_undone() {
    apply(
        put("f", "old\n".getBytes(UTF_8), 0600),
        directory(true, file("d/a", "a"), new DirectoryEntry.Link("d/l", "a")),
        new AuthorizeKeys(path("keys"), List.of(ONE_KEY)));
    List<String> before = tree();

    assertThat(
            keep(
                put("f", "new\n".getBytes(UTF_8), 0644),
                put("g", new byte[0], 0644),
                directory(true, file("d/a", "other"), file("d/b", "b")),
                new AuthorizeKeys(path("keys"), List.of(OTHER_KEY)),
                script(says("done\n"))))
        .allMatch(StepResult::ok);
    UndoReport report = undo(own().getFirst(), false);

    assertThat(report.ok()).as(report.toString()).isTrue();
    assertThat(report.paths())
        .contains(
            path("f", Outcome.RESTORED),
            path("g", Outcome.REMOVED),
            path("keys", Outcome.RESTORED),
            path("script", Outcome.REMOVED),
            path("tree/d/a", Outcome.RESTORED),
            path("tree/d/b", Outcome.REMOVED));
    assertThat(tree()).isEqualTo(before);
    assertThat(contentOf("f")).asString(UTF_8).isEqualTo("old\n");
    assertThat(modeOf("f")).contains(0600);
    assertThat(contentOf("tree/d/a")).asString(UTF_8).isEqualTo("a");
    assertThat(contentOf("keys")).asString(UTF_8).isEqualTo(ONE_KEY + "\n");
  }

  private PutDirectory directory(boolean delete, DirectoryEntry... entries) {
    List<DirectoryEntry> all = new ArrayList<>();
    all.add(new DirectoryEntry.Directory("d", 0755));
    all.addAll(List.of(entries));
    return new PutDirectory(path("tree"), all, delete, List.of(), Optional.empty());
  }

  private static DirectoryEntry file(String path, String text) {
    return new DirectoryEntry.File(path, Content.of(text.getBytes(UTF_8)), 0644);
  }

  @Test
  @Promise({
    "If a path is no longer as the run left it, nothing is changed, unless that is forced.",
    "It is no longer as the run left it, or the run was interrupted there, so nothing of the set is"
        + " put back."
  })
  void what_was_changed_since_is_put_back_only_if_that_is_forced() {
    apply(put("f", "old\n".getBytes(UTF_8), 0644));
    keep(put("f", "new\n".getBytes(UTF_8), 0644), put("g", new byte[0], 0644));
    String set = own().getFirst();
    node().view().put(path("f"), "mine\n".getBytes(UTF_8));

    UndoReport refused = undo(set, false);

    assertThat(refused.ok()).isFalse();
    assertThat(refused.paths()).containsExactly(path("f", Outcome.CHANGED));
    assertThat(tree()).containsExactly("f", "g");
    assertThat(contentOf("f")).asString(UTF_8).isEqualTo("mine\n");
    assertThat(undo(set, true).ok()).isTrue();
    assertThat(tree()).containsExactly("f");
    assertThat(contentOf("f")).asString(UTF_8).isEqualTo("old\n");
  }

  @Test
  @Promise({
    "A set that was put back completely is not put back again.",
    "when it was put back; empty: it was not",
    "if there is no such set"
  })
  void a_set_is_put_back_once() {
    keep(put("f", new byte[0], 0644));
    String set = own().getFirst();
    assertThat(undo(set, false).paths()).containsExactly(path("f", Outcome.REMOVED));

    assertThat(catchThrowableOfType(ShellException.class, () -> undo(set, true))).isNotNull();
    assertThat(catchThrowableOfType(ShellException.class, () -> undo("no-such-set", true)))
        .isNotNull();
    assertThat(shell().replacedSets())
        .filteredOn(one -> one.id().equals(set))
        .allSatisfy(one -> assertThat(one.undone()).isPresent());
    assertThat(own()).isEmpty();
  }

  @Test
  @Promise({
    "whether nothing is changed, and the report says what would be done",
    "It already was as before."
  })
  void what_would_be_done_is_reported() {
    apply(put("f", "old\n".getBytes(UTF_8), 0644), put("g", "old\n".getBytes(UTF_8), 0644));
    keep(put("f", "new\n".getBytes(UTF_8), 0644), put("g", "new\n".getBytes(UTF_8), 0644));
    String set = own().getFirst();
    apply(put("g", "old\n".getBytes(UTF_8), 0644));

    UndoReport report = shell().undo(new UndoRequest(Optional.of(set), false, true, WhenBusy.WAIT));

    assertThat(report.paths())
        .containsExactlyInAnyOrder(path("f", Outcome.RESTORED), path("g", Outcome.SAME));
    assertThat(contentOf("f")).asString(UTF_8).isEqualTo("new\n");
  }

  @Test
  @Promise({
    "A run that replaces nothing keeps nothing.",
    "The sets of [#applyKeeping] that are on the node, the newest first."
  })
  void only_what_changes_is_kept() {
    keep(put("f", new byte[0], 0644));
    keep(put("f", new byte[0], 0644));
    keep(put("g", new byte[0], 0644));

    List<String> own = own();

    assertThat(own).hasSize(2);
    assertThat(undo(own.getFirst(), false).paths()).containsExactly(path("g", Outcome.REMOVED));
    assertThat(undo(own.getLast(), false).paths()).containsExactly(path("f", Outcome.REMOVED));
  }

  @Test
  @Promise("What scripts change is not kept, except for the files of the scripts themselves.")
  void what_a_script_changes_stays() {
    keep(script(new Act.Append(path("log"), "ran")));

    assertThat(undo(own().getFirst(), false).paths())
        .containsExactly(path("script", Outcome.REMOVED));
    assertThat(tree()).containsExactly("log");
  }
}
