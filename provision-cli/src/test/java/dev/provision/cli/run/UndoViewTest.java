package dev.provision.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.view.OutputFormat;
import dev.provision.ports.shell.UndoReport;
import dev.provision.ports.shell.UndoReport.Outcome;
import dev.provision.ports.shell.UndoReport.UndonePath;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UndoViewTest {
  private static final UndoReport REPORT =
      new UndoReport(
          "s1",
          List.of(
              new UndonePath("/a", Outcome.RESTORED, ""),
              new UndonePath("/b", Outcome.REMOVED, ""),
              new UndonePath("/c", Outcome.FAILED, "it is a directory")));

  @Test
  void people_read_what_was_done_with_each_path_and_that_scripts_are_not_undone() {
    assertThat(new UndoView("web", REPORT, false).in(OutputFormat.TABLE))
        .isEqualTo(
            """
            web: /a: restored
            web: /b: removed
            web: /c: failed: it is a directory
            web: set s1: 1 restored, 1 removed, 1 failed; scripts are not undone
            """);
    assertThat(new UndoView("web", new UndoReport("s1", List.of()), false).in(OutputFormat.TABLE))
        .isEqualTo("web: set s1: nothing to undo; scripts are not undone\n");
  }

  @Test
  void nothing_has_been_done_without_changes() {
    UndoReport report = new UndoReport("s1", List.of(new UndonePath("/a", Outcome.RESTORED, "")));

    assertThat(new UndoView("web", report, true).in(OutputFormat.TABLE))
        .isEqualTo(
            """
            web: /a: would be restored
            web: set s1: 1 would be restored; scripts are not undone
            """);
    assertThat(new UndoView("web", report, true).in(OutputFormat.PLAIN))
        .isEqualTo("web /a would be restored\n");
  }

  @Test
  void programs_read_fields() {
    assertThat(new UndoView("web", REPORT, false).in(OutputFormat.JSON))
        .contains(
            "\"name\": \"web\"",
            "\"set\": \"s1\"",
            "\"ok\": false",
            "\"dry_run\": false",
            "\"outcome\": \"failed\"");
  }
}
