package dev.provision.domain.plan;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.SameName;
import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.BundleOrder;
import dev.provision.domain.bundle.MergedBundles;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.key.KeySet;
import dev.provision.domain.key.PublicKey;
import dev.provision.domain.variable.VariableValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Makes plans: decides all that can be decided without the network.
///
/// The order of everything is that of the first Provision.
public final class Planner {
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
  public Rendering render(String script, Map<String, VariableValue> variables) {
    Map<String, VariableValue> all = new HashMap<>(configuration.variables());
    all.putAll(variables);
    return SourceText.read(sources, script).render(all);
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
    return plansForExisting(request, names, withKeys, _ -> Optional.empty());
  }

  /// The same for nodes whose places in their fleets may be known.
  ///
  /// @param places by the node's name; templates that use one that is not known are a problem
  /// @throws ProblemsException with everything that is wrong
  public FleetPlan plansForExisting(
      DeployRequest request,
      List<String> names,
      boolean withKeys,
      Function<String, Optional<NodePlace>> places) {
    if (names.isEmpty()) {
      throw new ProblemsException(
          Problem.of("no node was named").next("name the nodes to apply the bundles to"));
    }
    List<PublicKey> keys = withKeys ? keys() : List.of();
    List<DeployPlan> plans = new ArrayList<>();
    for (String name : names) {
      DeployRequest one = request.named(name);
      plans.add(plan(one, Optional.empty(), () -> places.apply(name), one.bundles(), keys));
    }
    return new FleetPlan(plans);
  }

  private DeployPlan plan(DeployRequest request, int index, int count) {
    String image = image(request);
    Optional<NodePlace> place = Optional.of(new NodePlace(index, count));
    return plan(request, place, () -> place, bundleNames(request, image), keys());
  }

  private DeployPlan plan(
      DeployRequest request,
      Optional<NodePlace> place,
      Supplier<Optional<NodePlace>> known,
      List<String> bundleNames,
      List<PublicKey> keys) {
    List<Problem> problems = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    String name = name(request);
    NodeName.check(name).ifPresent(problems::add);
    String image = image(request);
    List<Bundle> bundles = BundleOrder.of(bundleNames, configuration.bundles(), problems::add);
    MergedBundles merged = MergedBundles.of(bundles);
    warnings.addAll(merged.warnings());
    problems.addAll(merged.conflicts());
    Map<String, VariableValue> variables =
        new VariableSources(configuration.variables(), request.variables(), bundles)
            .of(name, known, problems::add, warnings::add);
    List<PlannedEntry> entries =
        new EntryPlanner(sources, variables, problems, warnings).entries(merged.parts());
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems.stream().distinct().toList());
    }
    return new DeployPlan(
        name,
        place,
        imageRule(request, image),
        selector("size", request.size(), configuration.size()),
        selector("location", request.location(), configuration.location()),
        bundles.stream().map(Bundle::name).toList(),
        keys,
        entries,
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

  private List<PublicKey> keys() {
    return new KeySet(configuration.defaultKey().stream().toList())
        .plus(configuration.keys().keys())
        .keys();
  }

  /// The provider's key pair is named as the private key's file, without `.pem`.
  private static String keyPair(String sshKey) {
    String base = sshKey.substring(sshKey.lastIndexOf('/') + 1);
    return base.endsWith(".pem") ? base.substring(0, base.length() - ".pem".length()) : base;
  }
}
