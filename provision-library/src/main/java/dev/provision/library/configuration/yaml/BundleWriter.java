package dev.provision.library.configuration.yaml;

import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.BundleEntry;
import dev.provision.domain.bundle.FileEntry;
import dev.provision.domain.bundle.FileText;
import dev.provision.domain.bundle.LineEnds;
import dev.provision.domain.bundle.RebootEntry;
import dev.provision.domain.bundle.RunRule;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.domain.bundle.SystemFilter;
import dev.provision.domain.bundle.TreeEntry;
import dev.provision.domain.template.Template;
import dev.provision.domain.variable.Parameter;
import dev.provision.domain.variable.VariableValue;
import dev.provision.library.configuration.draft.Durations;
import dev.provision.library.configuration.secret.ReferenceText;
import dev.provision.ports.step.PathPattern;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes a bundle as `provision.yaml` has it. Tested by `ConfigurationConverterTest` and
/// `BundleStepsYamlTest`.
///
/// @param directory the configuration directory, at which paths may start
/// @param targetDirectory where scripts go that name no target
record BundleWriter(Path directory, String targetDirectory) {
  /// A bundle's mapping.
  Map<String, Object> written(Bundle bundle) {
    Map<String, Object> written = new LinkedHashMap<>();
    bundle.description().ifPresent(text -> written.put("description", text));
    if (!bundle.needs().isEmpty()) {
      written.put("needs", bundle.needs());
    }
    if (!bundle.parameters().isEmpty()) {
      Map<String, Object> parameters = new LinkedHashMap<>();
      bundle.parameters().forEach(one -> parameters.put(one.name(), parameter(one)));
      written.put("parameters", parameters);
    }
    if (!bundle.scripts().isEmpty()) {
      written.put("scripts", bundle.scripts().stream().map(this::script).toList());
    }
    if (!bundle.files().isEmpty()) {
      written.put("files", files(bundle.files()));
    }
    if (!bundle.steps().isEmpty()) {
      written.put("steps", bundle.steps().stream().map(this::step).toList());
    }
    return written;
  }

  private Map<String, Object> step(BundleEntry entry) {
    return switch (entry) {
      case ScriptEntry script -> Map.of("script", script(script));
      case FileEntry file -> Map.of("files", Map.of(file.target(), file(file)));
      case TreeEntry tree -> Map.of("directory", Map.of(tree.target(), tree(tree)));
      case RebootEntry reboot -> Map.of("reboot", reboot(reboot));
    };
  }

  private static Map<String, Object> reboot(RebootEntry entry) {
    Map<String, Object> written = new LinkedHashMap<>();
    if (!entry.timeout().equals(RebootEntry.USUAL)) {
      written.put("timeout", Durations.write(entry.timeout()));
    }
    run(entry.run(), written);
    only(entry.only(), written);
    return written;
  }

  private static Map<String, Object> parameter(Parameter parameter) {
    Map<String, Object> written = new LinkedHashMap<>();
    parameter.defaultValue().ifPresent(value -> written.put("default", value(value)));
    parameter.description().ifPresent(text -> written.put("description", text));
    if (!parameter.values().isEmpty()) {
      written.put("values", parameter.values());
    }
    parameter.pattern().ifPresent(pattern -> written.put("pattern", pattern));
    if (parameter.secret()) {
      written.put("secret", true);
    }
    return written;
  }

  /// A value as it is written. One that is hidden cannot be: the check of the result finds that it
  /// differs.
  private static String value(VariableValue value) {
    return ReferenceText.escape(value.toString());
  }

  private Object script(ScriptEntry entry) {
    String path = path("scripts", entry.source());
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("path", path);
    if (!entry.target().equals(EntryPaths.defaultTarget(targetDirectory, path))) {
      written.put("target", entry.target());
    }
    entry.timeout().ifPresent(timeout -> written.put("timeout", Durations.write(timeout)));
    if (!entry.environment().isEmpty()) {
      Map<String, String> environment = new LinkedHashMap<>();
      entry.environment().forEach((name, value) -> environment.put(name, value(value)));
      written.put("environment", environment);
    }
    lineEnds(entry.lineEnds(), written);
    run(entry.run(), written);
    only(entry.only(), written);
    return written.size() == 1 ? path : written;
  }

  private static void run(RunRule run, Map<String, Object> written) {
    switch (run) {
      case RunRule.Always _ -> {}
      case RunRule.Once _ -> written.put("run", "once");
      case RunRule.IfChanged(List<String> targets) ->
          written.put(
              "run",
              targets.isEmpty() ? EntryYaml.IF_CHANGED : Map.of(EntryYaml.IF_CHANGED, targets));
    }
  }

  private Object files(List<FileEntry> entries) {
    List<String> targets = new ArrayList<>();
    Map<String, Object> written = new LinkedHashMap<>();
    for (FileEntry entry : entries) {
      Object file = file(entry);
      written.put(entry.target(), file);
      if (file.equals(entry.target().substring(entry.target().lastIndexOf('/') + 1))) {
        targets.add(entry.target());
      }
    }
    return targets.size() == entries.size() ? targets : written;
  }

  private Object file(FileEntry entry) {
    String path = path("files", entry.source());
    Map<String, Object> written = new LinkedHashMap<>();
    switch (entry.text()) {
      case VERBATIM -> written.put("source", path);
      case TEMPLATE -> written.put("template", path);
      case FORMAT_STRING ->
          written.put("template", Map.of("source", path, "type", Template.FORMAT_STRING));
      case TEMPLATE_STRING ->
          written.put("template", Map.of("source", path, "type", Template.TEMPLATE_STRING));
    }
    entry.mode().ifPresent(mode -> written.put("mode", String.format(Locale.ROOT, "%04o", mode)));
    entry.owner().ifPresent(owner -> written.put("owner", owner));
    lineEnds(entry.lineEnds(), written);
    if (entry.secret()) {
      written.put("secret", true);
    }
    only(entry.only(), written);
    return written.size() == 1 && entry.text() == FileText.VERBATIM ? path : written;
  }

  private Map<String, Object> tree(TreeEntry entry) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("source", path("files", entry.source()));
    if (!entry.exclude().isEmpty()) {
      written.put("exclude", entry.exclude().stream().map(PathPattern::text).toList());
    }
    if (entry.delete()) {
      written.put("delete", true);
    }
    if (!entry.links()) {
      written.put("links", "refuse");
    }
    entry.owner().ifPresent(owner -> written.put("owner", owner));
    only(entry.only(), written);
    return written;
  }

  private static void lineEnds(LineEnds lineEnds, Map<String, Object> written) {
    switch (lineEnds) {
      case CHECKED -> {}
      case UNIX -> written.put("line-ends", "unix");
      case KEEP -> written.put("line-ends", "keep");
    }
  }

  private static void only(SystemFilter only, Map<String, Object> written) {
    Map<String, Object> filter = new LinkedHashMap<>();
    if (!only.systems().isEmpty()) {
      filter.put("os", only.systems());
    }
    if (!only.architectures().isEmpty()) {
      filter.put("architecture", only.architectures());
    }
    if (!filter.isEmpty()) {
      written.put("only", filter);
    }
  }

  /// A source as it is written: relative to its directory where it lies in the configuration
  /// directory.
  private String path(String usual, String source) {
    String below = directory + "/";
    if (source.startsWith(below + usual + "/")) {
      return source.substring(below.length() + usual.length() + 1);
    }
    return source.startsWith(below) ? "../" + source.substring(below.length()) : source;
  }
}
