package dev.provision.library.plan;

import dev.provision.domain.bundle.FileText;
import dev.provision.domain.bundle.LineEnds;
import dev.provision.domain.bundle.RunRule;
import dev.provision.domain.bundle.SystemFilter;
import dev.provision.domain.key.PublicKey;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.ImageRule;
import dev.provision.domain.plan.MadeContent.Recipe;
import dev.provision.domain.plan.NodePlace;
import dev.provision.domain.plan.PlannedEntry;
import dev.provision.domain.plan.PlannedEntry.PlannedDirectory;
import dev.provision.domain.plan.PlannedEntry.PlannedFile;
import dev.provision.domain.plan.PlannedEntry.PlannedReboot;
import dev.provision.domain.plan.PlannedEntry.PlannedScript;
import dev.provision.domain.plan.PlannedEntry.RenderedTemplate;
import dev.provision.domain.plan.ResourceSelector;
import dev.provision.domain.variable.VariableValue;
import dev.provision.library.plan.ContentDigests.ContentDigest;
import dev.provision.library.plan.SecretSource.Made;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PathPattern;
import dev.provision.ports.step.RunScript.OnFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Makes plans of what [PlanManifest] wrote.
///
/// What is missing or of another type becomes something or other, or an [IllegalArgumentException]:
/// whoever calls this compares what [PlanManifest] makes of the result with what was read, and so
/// finds everything that was not understood.
///
/// Tested by `SavedPlanTest` and `SavedPlanFileTest`.
final class ManifestReader {
  private final String origin;
  private final Map<ContentDigest, StoredContent> contents;
  private final SecretSource secrets;

  /// @param origin the file, for people
  /// @param contents what it holds
  /// @param secrets where secrets come from
  ManifestReader(String origin, Map<ContentDigest, StoredContent> contents, SecretSource secrets) {
    this.origin = origin;
    this.contents = Map.copyOf(contents);
    this.secrets = secrets;
  }

  /// The plan of each node, in order.
  List<DeployPlan> plans(JsonNode manifest) {
    List<DeployPlan> plans = new ArrayList<>();
    manifest.path("nodes").forEach(node -> plans.add(plan(node)));
    return plans;
  }

  private DeployPlan plan(JsonNode node) {
    JsonNode image = node.path("image");
    List<PublicKey> keys =
        texts(node.path("keys")).stream().map(line -> PublicKey.parse(line, origin)).toList();
    List<PlannedEntry> entries = new ArrayList<>();
    node.path("steps").forEach(step -> entries.add(entry(step)));
    return new DeployPlan(
        text(node, "name"),
        place(node),
        new ImageRule(text(image, "asked"), text(image, "full-name"), flag(image, "explicit")),
        selector("size", node),
        selector("location", node),
        texts(node.path("bundles")),
        keys,
        entries,
        maybe(node, "user-data"),
        maybe(node, "key-pair"),
        maybe(node, "ssh-key").map(secrets::path),
        flag(node, "keep-going") ? OnFailure.CONTINUE : OnFailure.STOP,
        List.of());
  }

  private static Optional<NodePlace> place(JsonNode node) {
    return node.path("node-index").isNumber()
        ? Optional.of(
            new NodePlace(node.path("node-index").asInt(), node.path("node-count").asInt()))
        : Optional.empty();
  }

  private static ResourceSelector selector(String kind, JsonNode node) {
    JsonNode selector = node.path(kind);
    return new ResourceSelector(kind, text(selector, "asked"), flag(selector, "explicit"));
  }

  private PlannedEntry entry(JsonNode step) {
    if (step.has("file")) {
      return file(step);
    }
    if (step.has("reboot")) {
      return new PlannedReboot(
          text(step, "reboot"),
          Duration.parse(text(step, "timeout")),
          run(step.path("run")),
          only(step));
    }
    return step.has("directory") ? directory(step) : script(step);
  }

  private PlannedFile file(JsonNode step) {
    Made made = content(step, false);
    return new PlannedFile(
        text(step, "file"),
        text(step, "source"),
        made.content(),
        made.size(),
        mode(step),
        maybe(step, "owner"),
        template(step),
        step.has("secret"),
        made.secrets(),
        only(step));
  }

  private PlannedDirectory directory(JsonNode step) {
    List<DirectoryEntry> entries = new ArrayList<>();
    int files = 0;
    long size = 0;
    for (JsonNode node : step.path("entries")) {
      DirectoryEntry entry = below(node);
      entries.add(entry);
      if (entry instanceof DirectoryEntry.File) {
        files++;
        size += node.path("bytes").asLong();
      }
    }
    DirectoryEntry.requireOrder(entries);
    return new PlannedDirectory(
        text(step, "directory"),
        text(step, "source"),
        entries,
        flag(step, "delete"),
        texts(step.path("keep")).stream().map(PathPattern::new).toList(),
        maybe(step, "owner"),
        files,
        size,
        only(step));
  }

  private DirectoryEntry below(JsonNode node) {
    if (node.has("directory")) {
      return new DirectoryEntry.Directory(text(node, "directory"), mode(node));
    }
    return node.has("link")
        ? new DirectoryEntry.Link(text(node, "link"), text(node, "to"))
        : new DirectoryEntry.File(text(node, "file"), stored(node), mode(node));
  }

  private PlannedScript script(JsonNode step) {
    Made made = content(step, true);
    Map<String, VariableValue> environment = values(step.path("environment"));
    List<VariableValue.Hidden> hidden = new ArrayList<>(made.secrets());
    hidden.addAll(SecretSource.hidden(environment));
    return new PlannedScript(
        text(step, "script"),
        text(step, "source"),
        made.content(),
        made.size(),
        mode(step),
        template(step),
        maybe(step, "timeout").map(Duration::parse),
        environment,
        run(step.path("run")),
        step.has("secret"),
        hidden,
        only(step));
  }

  private static RunRule run(JsonNode run) {
    if (run.has("if-changed")) {
      return new RunRule.IfChanged(texts(run.path("if-changed")));
    }
    return run.asString("").equals("once") ? new RunRule.Once() : new RunRule.Always();
  }

  private Made content(JsonNode step, boolean script) {
    if (!step.has("secret")) {
      StoredContent stored = stored(step);
      return new Made(stored, stored.size(), List.of());
    }
    JsonNode secret = step.path("secret");
    return secrets.made(
        new Recipe(
            maybe(secret, "text"),
            constant(FileText.class, text(secret, "form")),
            values(secret.path("variables")),
            constant(LineEnds.class, text(secret, "line-ends")),
            script),
        text(step, "source"));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name) {
    return Enum.valueOf(type, name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private Map<String, VariableValue> values(JsonNode node) {
    Map<String, VariableValue> values = new LinkedHashMap<>();
    node.properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              values.put(
                  entry.getKey(),
                  value.isString()
                      ? VariableValue.of(value.asString())
                      : value.has("variable")
                          ? secrets.variable(text(value, "variable"))
                          : secrets.reference(text(value, "reference")));
            });
    return values;
  }

  private StoredContent stored(JsonNode node) {
    ContentDigest digest = new ContentDigest(text(node, "sha256"), node.path("bytes").asLong());
    StoredContent content = contents.get(digest);
    if (content == null) {
      throw new IllegalArgumentException("the content %s is missing".formatted(digest.sha256()));
    }
    return content;
  }

  private static Optional<RenderedTemplate> template(JsonNode step) {
    JsonNode unknown = step.path("unknown-variables");
    return unknown.isArray() ? Optional.of(new RenderedTemplate(texts(unknown))) : Optional.empty();
  }

  private static SystemFilter only(JsonNode step) {
    JsonNode only = step.path("only");
    return step.has("only")
        ? new SystemFilter(texts(only.path("os")), texts(only.path("architecture")))
        : SystemFilter.ALL;
  }

  private static int mode(JsonNode node) {
    return Integer.parseInt(text(node, "mode"), 8);
  }

  private static boolean flag(JsonNode node, String key) {
    return node.path(key).asBoolean(false);
  }

  private static String text(JsonNode node, String key) {
    return node.path(key).asString("");
  }

  private static Optional<String> maybe(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isString() ? Optional.of(value.asString()) : Optional.empty();
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.asString("")));
    return texts;
  }
}
