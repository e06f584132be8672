package dev.provision.domain.plan;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.SameName;
import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.BundleEntry;
import dev.provision.domain.bundle.FileEntry;
import dev.provision.domain.bundle.MergedBundles;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.key.KeySet;
import dev.provision.domain.key.PublicKey;
import dev.provision.domain.plan.DeployPlan.PlannedFile;
import dev.provision.domain.plan.DeployPlan.PlannedScript;
import dev.provision.domain.plan.SourceFiles.Source;
import dev.provision.ports.Content;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Makes plans: decides all that can be decided without the network.
///
/// The order of everything is that of the first Provision.
public final class Planner {
  /// Of scripts with values put into them: some of those are secrets, and the script stays there.
  private static final int OWNER_ONLY = 0700;

  private final Configuration configuration;
  private final SourceFiles sources;
  private final RandomGenerator random;

  /// @param configuration what the configuration directories say
  /// @param sources the scripts and files it names
  /// @param random for names
  public Planner(Configuration configuration, SourceFiles sources, RandomGenerator random) {
    this.configuration = configuration;
    this.sources = sources;
    this.random = random;
  }

  /// The plan for one node.
  ///
  /// @throws ProblemsException with everything that is wrong
  public DeployPlan plan(DeployRequest request) {
    return plan(request, 1, 1);
  }

  /// The bytes of a script as they would be sent.
  ///
  /// @param variables take precedence over the configuration's
  /// @throws ProblemsException if it cannot be read or rendered
  public byte[] render(String script, Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(configuration.variables());
    all.putAll(variables);
    return ScriptText.read(sources, script).render(all);
  }

  /// The plans for several nodes that are alike.
  ///
  /// @param names their names, or one that all are called after, or none; see [NodeName#several]
  /// @param count how many, where that is not the number of names
  /// @throws ProblemsException with everything that is wrong
  public FleetPlan plans(DeployRequest request, List<String> names, OptionalInt count) {
    String prefix = request.prefix().orElse(configuration.namePrefix());
    List<String> all = NodeName.several(names, count, prefix, random);
    List<DeployPlan> plans = new ArrayList<>();
    for (String name : all) {
      plans.add(plan(request.named(name), plans.size() + 1, all.size()));
    }
    return new FleetPlan(plans);
  }

  /// The plans that bring these nodes, which exist, to what the bundles say: no more than the
  /// bundles that are asked for, and the keys only on request.
  ///
  /// @throws ProblemsException with everything that is wrong
  public FleetPlan plansForExisting(DeployRequest request, List<String> names, boolean withKeys) {
    if (names.isEmpty()) {
      throw new ProblemsException(
          Problem.of("no node was named").next("name the nodes to apply the bundles to"));
    }
    List<PublicKey> keys = withKeys ? keys() : List.of();
    List<DeployPlan> plans = new ArrayList<>();
    for (String name : names) {
      DeployRequest one = request.named(name);
      plans.add(plan(one, plans.size() + 1, names.size(), one.bundles(), keys));
    }
    return new FleetPlan(plans);
  }

  private DeployPlan plan(DeployRequest request, int index, int count) {
    String image = image(request);
    return plan(request, index, count, bundleNames(request, image), keys());
  }

  private DeployPlan plan(
      DeployRequest request, int index, int count, List<String> bundleNames, List<PublicKey> keys) {
    List<Problem> problems = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    String name = name(request);
    NodeName.check(name).ifPresent(problems::add);
    String image = image(request);
    MergedBundles merged = MergedBundles.of(bundles(bundleNames, problems));
    warnings.addAll(merged.warnings());
    problems.addAll(merged.conflicts());
    Map<String, String> variables = variables(name, index, count, request, warnings);
    List<PlannedFile> files = files(merged.files(), problems);
    List<PlannedScript> scripts = scripts(merged.scripts(), variables, problems, warnings);
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems.stream().distinct().toList());
    }
    return new DeployPlan(
        name,
        imageRule(request, image),
        selector("size", request.size(), configuration.size()),
        selector("location", request.location(), configuration.location()),
        bundleNames,
        keys,
        files,
        scripts,
        configuration.userData(),
        configuration.sshKey().map(Planner::keyPair),
        configuration.sshKey(),
        request.onFailure(),
        warnings);
  }

  private String name(DeployRequest request) {
    return request
        .name()
        .orElseGet(
            () -> NodeName.random(request.prefix().orElse(configuration.namePrefix()), random));
  }

  private String image(DeployRequest request) {
    return SameName.among(
        configuration.imageNames().keySet(), request.image().orElse(configuration.image()));
  }

  private ImageRule imageRule(DeployRequest request, String image) {
    String fullName = configuration.imageNames().getOrDefault(image, image);
    return new ImageRule(image, fullName, request.image().isPresent());
  }

  private static ResourceSelector selector(String kind, Optional<String> asked, String configured) {
    return new ResourceSelector(kind, asked.orElse(configured), asked.isPresent());
  }

  private List<String> bundleNames(DeployRequest request, String image) {
    List<String> defaults =
        configuration.bootstrappedImages().contains(image)
            ? configuration.defaultBundles()
            : configuration.defaultBootstrapBundles();
    return Stream.concat(defaults.stream(), request.bundles().stream()).toList();
  }

  private List<Bundle> bundles(List<String> names, List<Problem> problems) {
    List<Bundle> bundles = new ArrayList<>();
    for (String name : names) {
      Bundle bundle =
          configuration.bundles().get(SameName.among(configuration.bundles().keySet(), name));
      if (bundle == null) {
        problems.add(
            Problem.of("there is no bundle '%s'".formatted(name))
                .next(NearNames.choice(name, configuration.bundles().keySet())));
      } else {
        bundles.add(bundle);
      }
    }
    return bundles;
  }

  private Map<String, String> variables(
      String name, int index, int count, DeployRequest request, List<String> warnings) {
    Map<String, String> variables = new HashMap<>(configuration.variables());
    variables.put("node_name", name);
    variables.put("node_index", String.valueOf(index));
    variables.put("node_count", String.valueOf(count));
    for (DeployRequest.Variable variable : request.variables()) {
      String earlier =
          variables.put(SameName.among(variables.keySet(), variable.name()), variable.value());
      if (earlier != null && !earlier.equals(variable.value())) {
        warnings.add(
            "-t %s replaces the value '%s' with '%s'"
                .formatted(variable.name(), earlier, variable.value()));
      }
    }
    return variables;
  }

  private List<PublicKey> keys() {
    return new KeySet(configuration.defaultKey().stream().toList())
        .plus(configuration.keys().keys())
        .keys();
  }

  private List<PlannedFile> files(List<FileEntry> entries, List<Problem> problems) {
    List<PlannedFile> files = new ArrayList<>();
    for (FileEntry entry : entries) {
      checkTarget(entry, problems);
      try {
        Source source = sources.find(entry.source());
        files.add(
            new PlannedFile(
                entry.target(),
                entry.source(),
                source.content(),
                source.content().size(),
                entry.mode().orElse(source.mode()),
                entry.owner()));
      } catch (IOException e) {
        problems.add(Problem.at(entry.source(), String.valueOf(e.getMessage())));
      }
    }
    return files;
  }

  private List<PlannedScript> scripts(
      List<ScriptEntry> entries,
      Map<String, String> variables,
      List<Problem> problems,
      List<String> warnings) {
    List<PlannedScript> scripts = new ArrayList<>();
    for (ScriptEntry entry : entries) {
      checkTarget(entry, problems);
      try {
        ScriptText text = ScriptText.read(sources, entry.source());
        byte[] bytes = ScriptForm.ready(text.render(variables), entry, warnings);
        scripts.add(
            new PlannedScript(
                entry.target(),
                entry.source(),
                Content.of(bytes),
                bytes.length,
                text.isTemplate() ? OWNER_ONLY : text.mode() | 0100,
                text.isTemplate(),
                entry.timeout(),
                entry.environment()));
      } catch (ProblemsException e) {
        problems.addAll(e.problems());
      }
    }
    return scripts;
  }

  private static void checkTarget(BundleEntry entry, List<Problem> problems) {
    String target = entry.target();
    String wrong =
        target.indexOf('\0') >= 0
            ? "contains a NUL character"
            : !target.startsWith("/")
                ? "is not absolute"
                : target.endsWith("/") || target.endsWith("/.") || target.endsWith("/..")
                    ? "is a directory, not a file"
                    : "";
    if (!wrong.isEmpty()) {
      problems.add(
          Problem.of("target '%s' of %s %s".formatted(target, entry.source(), wrong))
              .next("give the absolute path of a file, such as /etc/motd"));
    }
  }

  /// The provider's key pair is named as the private key's file, without `.pem`.
  private static String keyPair(String sshKey) {
    String base = sshKey.substring(sshKey.lastIndexOf('/') + 1);
    return base.endsWith(".pem") ? base.substring(0, base.length() - ".pem".length()) : base;
  }
}
