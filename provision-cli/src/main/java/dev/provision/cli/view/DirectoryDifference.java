package dev.provision.cli.view;

import dev.provision.cli.output.VisibleText;
import dev.provision.ports.step.StepDifference.DirectoryDiffers;
import dev.provision.ports.step.StepDifference.DirectoryDiffers.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a directory differs: counts, and the first names of each kind.
final class DirectoryDifference {
  private DirectoryDifference() {}

  /// Such as `3 missing, 1 to remove`.
  static String inWords(DirectoryDiffers differs) {
    List<String> all = new ArrayList<>();
    add(all, differs.missing(), "missing");
    add(all, differs.different(), "different");
    add(all, differs.superfluous(), "to remove");
    return String.join(", ", all);
  }

  private static void add(List<String> all, Paths paths, String what) {
    if (paths.count() > 0) {
      all.add(paths.count() + " " + what);
    }
  }

  /// A line for each name, marked as `diff` marks lines.
  static String lines(DirectoryDiffers differs) {
    StringBuilder text = new StringBuilder();
    add(text, "+", differs.missing());
    add(text, "~", differs.different());
    add(text, "-", differs.superfluous());
    return text.toString();
  }

  private static void add(StringBuilder text, String sign, Paths paths) {
    for (String path : paths.first()) {
      text.append("  ").append(sign).append(' ').append(VisibleText.line(path)).append('\n');
    }
    int more = paths.count() - paths.first().size();
    if (more > 0) {
      text.append("  ").append(sign).append(" … and ").append(more).append(" more\n");
    }
  }

  /// For programs.
  static Map<String, Object> fields(DirectoryDiffers differs) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("missing", fields(differs.missing()));
    fields.put("different", fields(differs.different()));
    fields.put("superfluous", fields(differs.superfluous()));
    return fields;
  }

  private static Map<String, Object> fields(Paths paths) {
    return Map.of("count", paths.count(), "first", paths.first());
  }
}
