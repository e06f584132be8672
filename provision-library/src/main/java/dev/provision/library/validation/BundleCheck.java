package dev.provision.library.validation;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.BundleEntry;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.domain.plan.Planner;
import dev.provision.domain.plan.SourceFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Plans each bundle as if it were deployed. Tested by `ValidationTest`.
final class BundleCheck {
  private final Configuration configuration;
  private final Planner planner;
  private final List<DeployRequest.Variable> variables;
  private final Consumer<Problem> problems;
  private final Consumer<String> warnings;

  /// @param configuration with placeholders, and without default bundles that do not exist
  /// @param variables of the request
  /// @param problems is told of what is wrong, perhaps more than once
  BundleCheck(
      Configuration configuration,
      SourceFiles sources,
      List<DeployRequest.Variable> variables,
      Consumer<Problem> problems,
      Consumer<String> warnings) {
    this.configuration = configuration;
    this.planner = new Planner(configuration, sources, new SplittableRandom());
    this.variables = variables;
    this.problems = problems;
    this.warnings = warnings;
  }

  /// Plans what each node gets, and then each of these bundles.
  void check(Collection<Bundle> bundles) {
    Stream.concat(
            Stream.of(configuration.image()), configuration.bootstrappedImages().stream().limit(1))
        .forEach(image -> plan(request(Optional.empty(), image), Map.of()));
    for (Bundle bundle : bundles) {
      plan(request(Optional.of(bundle.name()), configuration.image()), sources(bundle));
    }
  }

  private DeployRequest request(Optional<String> bundle, String image) {
    DeployRequest usual = DeployRequest.ofBundles();
    return new DeployRequest(
        bundle.stream().toList(),
        Optional.of("node"),
        Optional.empty(),
        Optional.of(image),
        Optional.empty(),
        Optional.empty(),
        variables,
        usual.onFailure());
  }

  /// @param own the sources of the bundle that is planned
  private void plan(DeployRequest request, Map<String, Bundle> own) {
    try {
      planner.plan(request).warnings().forEach(warnings);
    } catch (ProblemsException e) {
      Map<String, Bundle> all = new HashMap<>();
      configuration.bundles().values().forEach(bundle -> all.putAll(sources(bundle)));
      all.putAll(own);
      e.problems().forEach(problem -> problems.accept(placed(problem, all)));
    }
  }

  private static Map<String, Bundle> sources(Bundle bundle) {
    Map<String, Bundle> sources = new HashMap<>();
    List<BundleEntry> entries = new ArrayList<>(bundle.files());
    entries.addAll(bundle.scripts());
    entries.addAll(bundle.steps());
    entries.forEach(entry -> sources.put(entry.source(), bundle));
    return sources;
  }

  /// What is wrong with a source as such, such as that it does not exist, is at the bundle's place;
  /// what is wrong within it has a line of its own.
  private static Problem placed(Problem problem, Map<String, Bundle> bundles) {
    Optional<Bundle> bundle = problem.where().map(bundles::get);
    return bundle.isEmpty()
        ? new Problem(Problem.Kind.WRONG, problem.where(), problem.what(), problem.next())
        : new Problem(
            Problem.Kind.WRONG,
            Optional.of(bundle.get().place(problem.where().orElse(""))),
            "bundle '%s': %s: %s"
                .formatted(bundle.get().name(), problem.where().orElse(""), problem.what()),
            problem.next());
  }
}
