package dev.provision.cli.run;

import dev.provision.cli.output.VisibleText;
import dev.provision.cli.view.OutputFormat;
import dev.provision.library.text.JsonText;
import dev.provision.ports.shell.UndoReport;
import dev.provision.ports.shell.UndoReport.Outcome;
import dev.provision.ports.shell.UndoReport.UndonePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What was put back on a node, path by path. Tested by `UndoViewTest`.
///
/// @param node the node's name
/// @param report what was done, or would be
/// @param dryRun whether it only would be
public record UndoView(String node, UndoReport report, boolean dryRun) {
  /// The report in this format; a plain line is `NODE PATH WHAT`.
  public String in(OutputFormat format) {
    return switch (format) {
      case TABLE -> text();
      case PLAIN -> plain();
      case JSON -> JsonText.write(fields()) + "\n";
    };
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (UndonePath path : report.paths()) {
      text.append(VisibleText.line(node + ": " + path.path() + ": " + what(path))).append('\n');
    }
    String done = dryRun ? "would be " : "";
    List<String> counts = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      long count = report.paths().stream().filter(path -> path.outcome() == outcome).count();
      if (count > 0) {
        counts.add(count + " " + inWords(outcome, done));
      }
    }
    return text.append(VisibleText.line(node))
        .append(": set ")
        .append(VisibleText.line(report.set()))
        .append(": ")
        .append(counts.isEmpty() ? "nothing to undo" : String.join(", ", counts))
        .append("; scripts are not undone\n")
        .toString();
  }

  private static String inWords(Outcome outcome, String done) {
    return switch (outcome) {
      case RESTORED -> done + "restored";
      case REMOVED -> done + "removed";
      case SAME -> "already as before";
      case CHANGED -> "changed since the run";
      case FAILED -> "failed";
    };
  }

  private String what(UndonePath path) {
    String words = inWords(path.outcome(), dryRun ? "would be " : "");
    return path.reason().isEmpty() ? words : words + ": " + path.reason();
  }

  private String plain() {
    StringBuilder text = new StringBuilder();
    for (UndonePath path : report.paths()) {
      text.append(VisibleText.word(node))
          .append(' ')
          .append(VisibleText.word(path.path()))
          .append(' ')
          .append(VisibleText.line(what(path)))
          .append('\n');
    }
    return text.toString();
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", node);
    fields.put("set", report.set());
    fields.put("ok", report.ok());
    fields.put("dry_run", dryRun);
    fields.put("paths", report.paths().stream().map(UndoView::pathFields).toList());
    return fields;
  }

  private static Map<String, Object> pathFields(UndonePath path) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("path", path.path());
    fields.put("outcome", path.outcome().name().toLowerCase(Locale.ROOT));
    fields.put("reason", path.reason());
    return fields;
  }
}
