package dev.provision.cli.view;

import dev.provision.cli.output.VisibleText;
import dev.provision.domain.key.PublicKey;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.PlannedEntry;
import dev.provision.domain.plan.PlannedEntry.PlannedDirectory;
import dev.provision.domain.plan.PlannedEntry.PlannedFile;
import dev.provision.domain.plan.PlannedEntry.PlannedReboot;
import dev.provision.domain.plan.PlannedEntry.PlannedScript;
import dev.provision.domain.plan.PlannedEntry.RenderedTemplate;
import dev.provision.library.text.JsonText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a deployment would do, in the order in which it would do it.
///
/// Tested by `PlanOutputTest` and `FleetTest`.
///
/// @param provider where
/// @param plans what; several are alike but for their names
/// @param withScripts whether the scripts' text is shown
/// @param digest of the plans
/// @param needs what a saved plan needs
public record PlanView(
    String provider, List<DeployPlan> plans, boolean withScripts, String digest, PlanNeeds needs) {
  private static final int FIELD = 11;

  /// Copies the list.
  public PlanView {
    plans = List.copyOf(plans);
  }

  /// The plan in this format; of several, people see the first one and the others' names.
  public String in(OutputFormat format) {
    return switch (format) {
      case TABLE, PLAIN -> text(plans.getFirst());
      case JSON -> JsonText.write(json()) + "\n";
    };
  }

  private Object json() {
    return plans.size() == 1 ? fields(plans.getFirst()) : plans.stream().map(this::fields).toList();
  }

  private String text(DeployPlan plan) {
    FieldText text = new FieldText(FIELD);
    text.field("name", plan.name());
    if (plans.size() > 1) {
      List<String> others = plans.stream().skip(1).map(DeployPlan::name).toList();
      text.field("more nodes", String.join(" ", others));
    }
    text.field("provider", provider);
    text.field("image", image(plan));
    text.field("size", plan.size().asked());
    text.field("location", plan.location().asked());
    text.field("bundles", plan.bundles().isEmpty() ? "-" : String.join(" ", plan.bundles()));
    plan.keyPair().ifPresent(pair -> text.field("key pair", pair));
    text.field("digest", digest);
    text.section("keys", plan.keys().stream().map(PlanView::key).toList());
    if (plan.isMixed()) {
      text.section("steps", plan.entries().stream().map(this::entry).toList());
    } else {
      text.section("files", plan.files().stream().map(PlanView::file).toList());
      text.section("scripts", plan.scripts().stream().map(this::script).toList());
    }
    needs.addTo(text);
    plan.userData().ifPresent(data -> text.section("user data", List.of(indented(data))));
    return text.toString();
  }

  private static String image(DeployPlan plan) {
    String asked = plan.image().asked();
    String full = plan.image().fullName();
    return asked.equals(full) ? asked : asked + " (" + full + ")";
  }

  private static String key(PublicKey key) {
    return key.type() + " " + key.fingerprint() + " (" + VisibleText.line(key.origin()) + ")";
  }

  private String entry(PlannedEntry entry) {
    return switch (entry) {
      case PlannedFile file -> "file       " + file(file);
      case PlannedDirectory directory -> "directory  " + directory(directory);
      case PlannedScript script -> "script     " + script(script);
      case PlannedReboot reboot ->
          "reboot     "
              + RuleWords.ofRestart(reboot.timeout())
              + VisibleText.line(RuleWords.of(reboot.run()))
              + always(reboot);
    };
  }

  private static String file(PlannedFile file) {
    return "%s -> %s  %smode %s%s%s%s"
        .formatted(
            VisibleText.line(file.source()),
            VisibleText.line(file.target()),
            size(file, file.size()),
            HumanFormat.mode(file.mode()),
            file.owner().map(owner -> ", owner " + owner).orElse(""),
            template(file.template()),
            always(file));
  }

  /// A secret's length is nobody's business.
  private static String size(PlannedEntry entry, long size) {
    return entry.secret() ? "" : HumanFormat.bytes(size) + ", ";
  }

  private static OptionalLong sizeField(PlannedEntry entry, long size) {
    return entry.secret() ? OptionalLong.empty() : OptionalLong.of(size);
  }

  private static String directory(PlannedDirectory directory) {
    return "%s -> %s  %s, %s%s%s%s"
        .formatted(
            VisibleText.line(directory.source()),
            VisibleText.line(directory.target()),
            HumanFormat.count(directory.files(), "file"),
            HumanFormat.bytes(directory.size()),
            directory.owner().map(owner -> ", owner " + owner).orElse(""),
            directory.delete() ? ", deletes what else is there" : "",
            always(directory));
  }

  private static String template(Optional<RenderedTemplate> template) {
    return template
        .map(
            it ->
                it.unknown().isEmpty()
                    ? ", a template"
                    : ", a template (unknown: $%s)".formatted(String.join(", $", it.unknown())))
        .orElse("");
  }

  /// What holds for all kinds.
  private static String always(PlannedEntry entry) {
    return (entry.secret() ? ", secret" : "") + VisibleText.line(RuleWords.of(entry.only()));
  }

  private String script(PlannedScript script) {
    String line =
        "%s -> %s  %smode %s%s%s%s%s"
            .formatted(
                VisibleText.line(script.source()),
                VisibleText.line(script.target()),
                size(script, script.size()),
                HumanFormat.mode(script.mode()),
                template(script.rendered()),
                script.timeout().map(limit -> ", at most " + HumanFormat.time(limit)).orElse(""),
                VisibleText.line(RuleWords.of(script.run())),
                always(script));
    if (!withScripts) {
      return line;
    }
    return script.secret()
        ? line + "\n    " + ScriptPreview.SECRET
        : line + "\n" + ScriptPreview.lines(script.content(), "    ").stripTrailing();
  }

  private static String indented(String text) {
    return String.join("\n", VisibleText.lines(text).stream().map(line -> "    " + line).toList());
  }

  private Map<String, Object> fields(DeployPlan plan) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", plan.name());
    fields.put("provider", provider);
    fields.put("image", plan.image().asked());
    fields.put("image_name", plan.image().fullName());
    fields.put("size", plan.size().asked());
    fields.put("location", plan.location().asked());
    fields.put("bundles", plan.bundles());
    fields.put("key_pair", plan.keyPair());
    fields.put("keys", plan.keys().stream().map(PlanView::keyFields).toList());
    fields.put("files", plan.files().stream().map(PlanView::fileFields).toList());
    fields.put("scripts", plan.scripts().stream().map(this::scriptFields).toList());
    fields.put("steps", plan.entries().stream().map(this::entryFields).toList());
    fields.put("user_data", plan.userData());
    fields.put("warnings", plan.warnings());
    fields.put("digest", digest);
    needs.addTo(fields);
    return fields;
  }

  private static Map<String, Object> keyFields(PublicKey key) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", key.type());
    fields.put("fingerprint", key.fingerprint());
    fields.put("origin", key.origin());
    return fields;
  }

  /// Files and scripts in one order.
  private Map<String, Object> entryFields(PlannedEntry entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    switch (entry) {
      case PlannedFile file -> {
        fields.put("kind", "file");
        fields.putAll(fileFields(file));
      }
      case PlannedDirectory directory -> {
        fields.put("kind", "directory");
        fields.put("source", directory.source());
        fields.put("target", directory.target());
        fields.put("files", directory.files());
        fields.put("size", directory.size());
        fields.put("delete", directory.delete());
        fields.put("owner", directory.owner());
        always(directory, fields);
      }
      case PlannedScript script -> {
        fields.put("kind", "script");
        fields.putAll(scriptFields(script));
      }
      case PlannedReboot reboot -> {
        fields.put("kind", "reboot");
        fields.put("timeout_seconds", reboot.timeout().toSeconds());
        RuleWords.put(reboot.run(), fields);
        RuleWords.put(reboot.only(), fields);
      }
    }
    return fields;
  }

  private static void always(PlannedEntry entry, Map<String, Object> fields) {
    fields.put("secret", entry.secret());
    RuleWords.put(entry.only(), fields);
  }

  private static void template(Optional<RenderedTemplate> template, Map<String, Object> fields) {
    fields.put("template", template.isPresent());
    template
        .map(RenderedTemplate::unknown)
        .filter(names -> !names.isEmpty())
        .ifPresent(names -> fields.put("unknown_variables", names));
  }

  private static Map<String, Object> fileFields(PlannedFile file) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("source", file.source());
    fields.put("target", file.target());
    fields.put("size", sizeField(file, file.size()));
    fields.put("mode", HumanFormat.mode(file.mode()));
    fields.put("owner", file.owner());
    template(file.template(), fields);
    always(file, fields);
    return fields;
  }

  private Map<String, Object> scriptFields(PlannedScript script) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("source", script.source());
    fields.put("target", script.target());
    fields.put("size", sizeField(script, script.size()));
    fields.put("mode", HumanFormat.mode(script.mode()));
    template(script.rendered(), fields);
    fields.put("timeout_seconds", script.timeout().map(Duration::toSeconds));
    RuleWords.put(script.run(), fields);
    always(script, fields);
    if (withScripts && !script.secret()) {
      fields.put("text", ScriptPreview.of(script.content()));
    }
    return fields;
  }
}
