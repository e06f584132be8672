package dev.provision.library;

import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.domain.plan.Planner;
import dev.provision.domain.plan.ScriptText;
import dev.provision.domain.plan.SourceFiles;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// Plans with the configuration and the files of this machine.
final class Planning {
  private final Configuration configuration;
  private final SourceFiles sources;
  private final RandomGenerator random;

  @Inject
  Planning(Configuration configuration, SourceFiles sources, RandomGenerator random) {
    this.configuration = configuration;
    this.sources = sources;
    this.random = random;
  }

  DeployPlan plan(DeployRequest request) {
    return new Planner(configuration, sources, random).plan(request);
  }

  List<DeployPlan> plans(DeployRequest request, List<String> names, OptionalInt count) {
    return new Planner(configuration, sources, random).plans(request, names, count);
  }

  List<DeployPlan> plansForExisting(DeployRequest request, List<String> names, boolean withKeys) {
    return new Planner(configuration, sources, random).plansForExisting(request, names, withKeys);
  }

  byte[] render(Path script, Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(configuration.variables());
    all.putAll(variables);
    return ScriptText.read(sources, script.toString()).render(all);
  }
}
