package dev.provision.cli.view;

import dev.provision.cli.output.VisibleText;
import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.BundleEntry;
import dev.provision.domain.bundle.FileEntry;
import dev.provision.domain.bundle.FileText;
import dev.provision.domain.bundle.RebootEntry;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.domain.bundle.TreeEntry;
import dev.provision.domain.variable.Parameter;
import dev.provision.domain.variable.VariableValue;
import dev.provision.library.text.JsonText;
import dev.provision.ports.step.PathPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a bundle says: what it wants to know, and what it does in which order.
///
/// Tested by `BundlesTest`.
public record BundleView(Bundle bundle) {
  private static final int FIELD = 13;
  private static final String SECRET = "******";

  /// The bundle in this format; a plain line is the name of a parameter.
  public String in(OutputFormat format) {
    return switch (format) {
      case TABLE -> text();
      case PLAIN ->
          bundle.parameters().stream().map(one -> one.name() + "\n").collect(Collectors.joining());
      case JSON -> JsonText.write(fields()) + "\n";
    };
  }

  private String text() {
    FieldText text = new FieldText(FIELD);
    text.field("name", bundle.name());
    bundle.description().ifPresent(words -> text.field("description", words));
    text.field("defined in", bundle.origin());
    if (!bundle.needs().isEmpty()) {
      text.field("needs", String.join(" ", bundle.needs()));
    }
    text.section("parameters", bundle.parameters().stream().map(BundleView::line).toList());
    text.section("steps", entries().stream().map(BundleView::line).toList());
    return text.toString();
  }

  private static String line(Parameter parameter) {
    List<String> more = new ArrayList<>();
    more.add(usual(parameter).map(value -> "default '" + value + "'").orElse("required"));
    if (!parameter.values().isEmpty()) {
      more.add("one of " + String.join(", ", parameter.values()));
    }
    parameter.pattern().ifPresent(pattern -> more.add("matches " + pattern));
    if (parameter.secret()) {
      more.add("secret");
    }
    return VisibleText.line(
        parameter.name()
            + parameter.description().map(words -> ": " + words).orElse("")
            + " ("
            + String.join("; ", more)
            + ")");
  }

  private static Optional<String> usual(Parameter parameter) {
    return parameter
        .defaultValue()
        .map(
            value ->
                parameter.secret() || value instanceof VariableValue.Hidden
                    ? SECRET
                    : value.toString());
  }

  private static String line(BundleEntry entry) {
    String kind =
        switch (entry) {
          case FileEntry _ -> "file       ";
          case TreeEntry _ -> "directory  ";
          case ScriptEntry _ -> "script     ";
          case RebootEntry _ -> "reboot     ";
        };
    String rules =
        switch (entry) {
          case FileEntry file ->
              file.mode().map(mode -> ", mode " + HumanFormat.mode(mode)).orElse("")
                  + file.owner().map(owner -> ", owner " + owner).orElse("")
                  + (file.text() == FileText.VERBATIM ? "" : ", a template")
                  + (file.secret() ? ", secret" : "");
          case TreeEntry tree ->
              tree.owner().map(owner -> ", owner " + owner).orElse("")
                  + (tree.delete() ? ", deletes what else is there" : "");
          case ScriptEntry script ->
              script.timeout().map(limit -> ", at most " + HumanFormat.time(limit)).orElse("")
                  + RuleWords.of(script.run());
          case RebootEntry reboot -> RuleWords.of(reboot.run());
        };
    String what =
        entry instanceof RebootEntry reboot
            ? RuleWords.ofRestart(reboot.timeout())
            : entry.source() + " -> " + entry.target();
    return VisibleText.line(kind + what + rules + RuleWords.of(entry.only()));
  }

  /// What it does, in order.
  List<BundleEntry> entries() {
    List<BundleEntry> entries = new ArrayList<>(bundle.files());
    entries.addAll(bundle.scripts());
    entries.addAll(bundle.steps());
    return entries;
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("bundle", bundle.name());
    fields.put("description", bundle.description());
    fields.put("parameters", parameters());
    fields.put("needs", bundle.needs());
    fields.put("steps", steps());
    fields.put("origin", bundle.origin());
    return fields;
  }

  /// What it wants to know, for programs.
  List<Map<String, Object>> parameters() {
    return bundle.parameters().stream().map(BundleView::fields).toList();
  }

  private static Map<String, Object> fields(Parameter parameter) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", parameter.name());
    fields.put("required", parameter.defaultValue().isEmpty());
    fields.put("default", usual(parameter));
    fields.put("description", parameter.description());
    fields.put("values", parameter.values());
    fields.put("pattern", parameter.pattern());
    fields.put(
        "secret",
        parameter.secret()
            || parameter.defaultValue().filter(VariableValue.Hidden.class::isInstance).isPresent());
    return fields;
  }

  /// What it does, for programs.
  List<Map<String, Object>> steps() {
    return entries().stream().map(BundleView::fields).toList();
  }

  private static Map<String, Object> fields(BundleEntry entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    String kind =
        switch (entry) {
          case FileEntry _ -> "file";
          case TreeEntry _ -> "directory";
          case ScriptEntry _ -> "script";
          case RebootEntry _ -> "reboot";
        };
    fields.put("kind", kind);
    if (!(entry instanceof RebootEntry)) {
      fields.put("source", entry.source());
      fields.put("target", entry.target());
    }
    switch (entry) {
      case FileEntry file -> {
        fields.put("mode", file.mode().map(HumanFormat::mode));
        fields.put("owner", file.owner());
        fields.put("template", file.text() != FileText.VERBATIM);
        fields.put("secret", file.secret());
      }
      case TreeEntry tree -> {
        fields.put("owner", tree.owner());
        fields.put("delete", tree.delete());
        fields.put("exclude", tree.exclude().stream().map(PathPattern::toString).toList());
      }
      case ScriptEntry script -> {
        fields.put("timeout_seconds", script.timeout().map(Duration::toSeconds));
        Map<String, Object> environment = new TreeMap<>();
        script.environment().forEach((name, value) -> environment.put(name, value.toString()));
        fields.put("environment", environment);
        RuleWords.put(script.run(), fields);
      }
      case RebootEntry reboot -> {
        fields.put("timeout_seconds", reboot.timeout().toSeconds());
        RuleWords.put(reboot.run(), fields);
      }
    }
    RuleWords.put(entry.only(), fields);
    return fields;
  }
}
