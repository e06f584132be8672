package dev.provision.cli.history;

import dev.provision.cli.view.HumanFormat;
import dev.provision.cli.view.Table;
import dev.provision.cli.view.Table.Column;
import dev.provision.library.run.RunSummary;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Runs as a list.
///
/// Tested by `RunsTest`.
public final class RunTable {
  private RunTable() {}

  /// Runs; a plain line is `ID STATE`.
  ///
  /// @param now when their age is told
  public static Table<RunSummary> of(List<RunSummary> runs, Instant now) {
    return new Table<>(
        List.of(
            Column.plain("id", run -> run.id().text()),
            Column.plain("state", run -> word(run.state())),
            Column.text("command", RunSummary::command),
            new Column<>("nodes", false, RunTable::nodes, RunSummary::nodes),
            new Column<>(
                "bundles", false, run -> String.join(" ", run.bundles()), RunSummary::bundles),
            new Column<>(
                "started",
                "AGE",
                false,
                run -> HumanFormat.age(Duration.between(run.started(), now)),
                run -> run.started().truncatedTo(ChronoUnit.MILLIS).toString()),
            new Column<>(
                "seconds",
                "TOOK",
                false,
                run -> took(run).map(HumanFormat::time).orElse(""),
                run -> took(run).map(time -> time.toMillis() / 1000.0)),
            Column.text("by", RunSummary::by),
            new Column<>(
                "failed", false, run -> String.join(" ", run.failed()), RunSummary::failed)),
        runs);
  }

  /// How long a run took, if it came to its end.
  static Optional<Duration> took(RunSummary run) {
    return run.ended().map(end -> Duration.between(run.started(), end));
  }

  /// For people and programs, such as `done`.
  static String word(RunSummary.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /// The names of a few, or the first one and how many more there are.
  private static String nodes(RunSummary run) {
    List<String> names = run.nodes();
    return names.size() <= 3
        ? String.join(" ", names)
        : names.getFirst() + " and " + (names.size() - 1) + " more";
  }
}
