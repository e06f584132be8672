package dev.provision.library.plan;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.bundle.RunRule;
import dev.provision.domain.bundle.SystemFilter;
import dev.provision.domain.key.PublicKey;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.MadeContent;
import dev.provision.domain.plan.PlannedEntry;
import dev.provision.domain.plan.PlannedEntry.PlannedDirectory;
import dev.provision.domain.plan.PlannedEntry.PlannedFile;
import dev.provision.domain.plan.PlannedEntry.PlannedReboot;
import dev.provision.domain.plan.PlannedEntry.PlannedScript;
import dev.provision.domain.plan.PlannedEntry.RenderedTemplate;
import dev.provision.domain.plan.ResourceSelector;
import dev.provision.library.plan.ContentDigests.ContentDigest;
import dev.provision.library.text.JsonText;
import dev.provision.ports.Content;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PathPattern;
import dev.provision.ports.step.RunScript.OnFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes plans as JSON. Everything in it is in one order, so that the same plans make the same
/// text, and the text's digest is that of the plans.
///
/// Tested by `SavedPlanTest` and `SavedPlanFileTest`.
final class PlanManifest {
  /// Of the format. Another number means something else.
  static final int VERSION = 1;

  static final String FORMAT = "provision-plan";

  private final SourceNames names;
  private final ContentDigests digests;
  private final SecretNames secrets;

  PlanManifest(SourceNames names, ContentDigests digests) {
    this.names = names;
    this.digests = digests;
    this.secrets = new SecretNames(names);
  }

  /// The text, in UTF-8.
  ///
  /// @throws ProblemsException if a content cannot be read, or if nothing stands for a secret
  byte[] write(PlannedAccount account, List<DeployPlan> plans) {
    Map<String, Object> all = new LinkedHashMap<>();
    List<Object> nodes = plans.stream().map(this::node).map(Object.class::cast).toList();
    all.put(FORMAT, VERSION);
    all.put("provider", account.name());
    all.put("provider-type", account.type());
    all.put("needs", secrets.needs());
    all.put("nodes", nodes);
    return (JsonText.write(all) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static String digest(byte[] manifest) {
    MessageDigest digest = ContentDigests.sha256();
    digest.update(manifest);
    return ContentDigests.hex(digest);
  }

  private Map<String, Object> node(DeployPlan plan) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", plan.name());
    fields.put("node-index", plan.place().map(place -> (Object) place.index()));
    fields.put("node-count", plan.place().map(place -> (Object) place.count()));
    Map<String, Object> image = new LinkedHashMap<>();
    image.put("asked", plan.image().asked());
    image.put("full-name", plan.image().fullName());
    image.put("explicit", plan.image().explicit());
    fields.put("image", image);
    fields.put("size", selector(plan.size()));
    fields.put("location", selector(plan.location()));
    fields.put("bundles", plan.bundles());
    fields.put("keys", plan.keys().stream().map(PublicKey::line).toList());
    fields.put("user-data", plan.userData());
    fields.put("key-pair", plan.keyPair());
    fields.put("ssh-key", plan.sshKey().map(names::found));
    fields.put("keep-going", plan.onFailure() == OnFailure.CONTINUE);
    fields.put("steps", plan.entries().stream().map(this::entry).toList());
    return fields;
  }

  private static Map<String, Object> selector(ResourceSelector selector) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("asked", selector.asked());
    fields.put("explicit", selector.explicit());
    return fields;
  }

  private Map<String, Object> entry(PlannedEntry entry) {
    return switch (entry) {
      case PlannedFile file -> file(file);
      case PlannedDirectory directory -> directory(directory);
      case PlannedScript script -> script(script);
      case PlannedReboot reboot -> reboot(reboot);
    };
  }

  private static Map<String, Object> reboot(PlannedReboot reboot) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("reboot", reboot.name());
    fields.put("timeout", reboot.timeout().toString());
    run(reboot.run(), fields);
    only(reboot.only(), fields);
    return fields;
  }

  private Map<String, Object> file(PlannedFile file) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", file.target());
    content(file, file.content(), fields);
    fields.put("mode", mode(file.mode()));
    fields.put("owner", file.owner());
    fields.put("unknown-variables", file.template().map(RenderedTemplate::unknown));
    only(file.only(), fields);
    return fields;
  }

  private Map<String, Object> directory(PlannedDirectory directory) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("directory", directory.target());
    fields.put("source", names.shown(directory.source()));
    fields.put("owner", directory.owner());
    fields.put("delete", directory.delete());
    fields.put("keep", directory.keep().stream().map(PathPattern::text).toList());
    only(directory.only(), fields);
    fields.put("entries", directory.contents().stream().map(one -> below(directory, one)).toList());
    return fields;
  }

  private Map<String, Object> below(PlannedDirectory directory, DirectoryEntry entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    switch (entry) {
      case DirectoryEntry.Directory(String path, int mode) -> {
        fields.put("directory", path);
        fields.put("mode", mode(mode));
      }
      case DirectoryEntry.Link(String path, String target) -> {
        fields.put("link", path);
        fields.put("to", target);
      }
      case DirectoryEntry.File(String path, Content content, int mode) -> {
        fields.put("file", path);
        put(digests.of(content, directory.source() + "/" + path), fields);
        fields.put("mode", mode(mode));
      }
    }
    return fields;
  }

  private Map<String, Object> script(PlannedScript script) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("script", script.target());
    content(script, script.content(), fields);
    fields.put("mode", mode(script.mode()));
    fields.put("unknown-variables", script.rendered().map(RenderedTemplate::unknown));
    fields.put("timeout", script.timeout().map(Duration::toString));
    fields.put("environment", secrets.values(script.source(), script.environment()));
    run(script.run(), fields);
    only(script.only(), fields);
    return fields;
  }

  private static void run(RunRule run, Map<String, Object> fields) {
    switch (run) {
      case RunRule.Always _ -> fields.put("run", "always");
      case RunRule.Once _ -> fields.put("run", "once");
      case RunRule.IfChanged(List<String> targets) ->
          fields.put("run", Map.of("if-changed", targets));
    }
  }

  /// What is secret is not kept, but how it is made.
  private void content(PlannedEntry entry, Content content, Map<String, Object> fields) {
    if (content instanceof MadeContent made) {
      // Only a content that is not kept is looked for there again.
      fields.put(
          "source",
          made.recipe().text().isEmpty()
              ? names.found(entry.source())
              : names.shown(entry.source()));
      fields.put("secret", secrets.recipe(entry.source(), made.recipe()));
    } else if (entry.secret()) {
      throw new ProblemsException(
          Problem.of(
                  "%s cannot be saved: it is secret, and nothing says where it comes from"
                      .formatted(entry.source()))
              .next("name its file in a bundle"));
    } else {
      fields.put("source", names.shown(entry.source()));
      put(digests.of(content, entry.source()), fields);
    }
  }

  private static void put(ContentDigest digest, Map<String, Object> fields) {
    fields.put("sha256", digest.sha256());
    fields.put("bytes", digest.size());
  }

  private static void only(SystemFilter only, Map<String, Object> fields) {
    if (!only.equals(SystemFilter.ALL)) {
      Map<String, Object> filter = new LinkedHashMap<>();
      filter.put("os", only.systems());
      filter.put("architecture", only.architectures());
      fields.put("only", filter);
    }
  }

  private static String mode(int mode) {
    String digits = Integer.toOctalString(mode);
    return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
  }
}
