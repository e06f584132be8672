package dev.provision.cli.history;

import dev.provision.cli.output.VisibleText;
import dev.provision.cli.view.FieldText;
import dev.provision.cli.view.HumanFormat;
import dev.provision.cli.view.OutputFormat;
import dev.provision.library.deployment.NodeJournal;
import dev.provision.library.deployment.NodeJournal.JournalStep;
import dev.provision.library.deployment.RunDetails;
import dev.provision.library.deployment.RunDetails.RunNode;
import dev.provision.library.run.RunSummary;
import dev.provision.library.text.JsonText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A run with everything that is kept of it.
///
/// Tested by `RunsTest`.
public record RunView(RunDetails run) {
  private static final int FIELD = 12;

  /// The run in this format; a plain line is `NODE NUMBER TARGET RESULT` of a step.
  public String in(OutputFormat format) {
    return switch (format) {
      case TABLE -> text();
      case PLAIN -> run.nodes().stream().map(RunView::plain).collect(Collectors.joining());
      case JSON -> JsonText.write(fields()) + "\n";
    };
  }

  private String text() {
    RunSummary summary = run.summary();
    FieldText text = new FieldText(FIELD);
    text.field("run", summary.id().text());
    text.field("state", state(summary));
    text.field("command", summary.command());
    text.field("bundles", String.join(" ", summary.bundles()));
    if (!summary.planDigest().isEmpty()) {
      text.field("plan", summary.planDigest());
    }
    text.field("by", summary.by());
    text.field(
        "started",
        summary.started().truncatedTo(ChronoUnit.SECONDS)
            + RunTable.took(summary).map(time -> ", took " + HumanFormat.time(time)).orElse(""));
    text.field("files", run.directory().toString());
    run.nodes().forEach(node -> text.section(title(node), lines(node)));
    return text.toString();
  }

  private static String state(RunSummary summary) {
    return RunTable.word(summary.state()) + summary.failure().map(words -> ": " + words).orElse("");
  }

  private static String title(RunNode node) {
    List<String> known = new ArrayList<>();
    node.journal().flatMap(NodeJournal::id).ifPresent(id -> known.add("ID " + id));
    node.journal().flatMap(NodeJournal::address).ifPresent(known::add);
    String more = known.isEmpty() ? "" : " (" + String.join(", ", known) + ")";
    return VisibleText.line("node " + node.name() + more + ", " + words(node));
  }

  private static String words(RunNode node) {
    if (node.journal().isEmpty()) {
      return "not begun";
    }
    NodeJournal journal = node.journal().get();
    return journal.endedWell() ? "succeeded" : journal.ended() ? "failed" : "not finished";
  }

  private static List<String> lines(RunNode node) {
    List<String> lines = new ArrayList<>();
    node.steps().forEach(step -> lines.add(line(node, step)));
    node.journal()
        .flatMap(NodeJournal::failure)
        .ifPresent(words -> lines.add(VisibleText.line("failure: " + words)));
    node.journal()
        .map(NodeJournal::warnings)
        .orElse(List.of())
        .forEach(words -> lines.add(VisibleText.line("warning: " + words)));
    return lines;
  }

  private static String line(RunNode node, JournalStep step) {
    return VisibleText.line(
        (step.index() + 1)
            + "  "
            + step.target()
            + ": "
            + result(step)
            + took(step).map(time -> ", " + HumanFormat.time(time)).orElse("")
            + (hasOutput(node, step) ? ", with output" : ""));
  }

  private static String result(JournalStep step) {
    return step.result().orElse("not finished");
  }

  private static Optional<Duration> took(JournalStep step) {
    return step.started().flatMap(start -> step.ended().map(end -> Duration.between(start, end)));
  }

  private static boolean hasOutput(RunNode node, JournalStep step) {
    return Files.exists(node.stdout(step)) || Files.exists(node.stderr(step));
  }

  private static String plain(RunNode node) {
    return node.steps().stream()
        .map(
            step ->
                "%s %s %s %s\n"
                    .formatted(
                        VisibleText.word(node.name()),
                        step.index() + 1,
                        VisibleText.word(step.target()),
                        VisibleText.line(result(step))))
        .collect(Collectors.joining());
  }

  private Map<String, Object> fields() {
    RunSummary summary = run.summary();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", summary.id().text());
    fields.put("state", RunTable.word(summary.state()));
    fields.put("command", summary.command());
    fields.put("bundles", summary.bundles());
    fields.put("plan_digest", summary.planDigest());
    fields.put("by", summary.by());
    fields.put("started", summary.started().toString());
    fields.put("seconds", RunTable.took(summary).map(time -> time.toMillis() / 1000.0));
    fields.put("failure", summary.failure());
    fields.put("directory", run.directory().toString());
    fields.put("nodes", run.nodes().stream().map(RunView::fields).toList());
    return fields;
  }

  private static Map<String, Object> fields(RunNode node) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", node.name());
    fields.put("id", node.journal().flatMap(NodeJournal::id));
    fields.put("address", node.journal().flatMap(NodeJournal::address));
    fields.put("ended", node.journal().filter(NodeJournal::ended).isPresent());
    fields.put("ok", node.journal().filter(NodeJournal::endedWell).isPresent());
    fields.put("failure", node.journal().flatMap(NodeJournal::failure));
    fields.put("host_trusted_because", node.journal().flatMap(NodeJournal::trustedBecause));
    fields.put("warnings", node.journal().map(NodeJournal::warnings).orElse(List.of()));
    fields.put("steps", node.steps().stream().map(step -> fields(node, step)).toList());
    return fields;
  }

  private static Map<String, Object> fields(RunNode node, JournalStep step) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("number", step.index() + 1);
    fields.put("target", step.target());
    fields.put("result", step.result());
    fields.put("ok", step.ok());
    fields.put("seconds", took(step).map(time -> time.toMillis() / 1000.0));
    fields.put("stdout", existing(node.stdout(step)));
    fields.put("stderr", existing(node.stderr(step)));
    return fields;
  }

  private static Optional<String> existing(Path file) {
    return Files.exists(file) ? Optional.of(file.toString()) : Optional.empty();
  }
}
