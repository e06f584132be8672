package dev.provision.cli.option;

import dev.provision.cli.call.Invocation;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.deploy.DeployTimeouts;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.domain.plan.DeployRequest.Variable;
import dev.provision.library.plan.SavedPlan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What existing nodes get.
public final class ApplyOptions {
  private final BundleOptions bundles = new BundleOptions();
  private final SavedPlanOption plan = new SavedPlanOption();

  private final OptionSpec keys =
      OptionSpec.builder("--keys")
          .type(boolean.class)
          .description("Also install the configuration's public keys.")
          .build();

  private final OptionSpec diff =
      OptionSpec.builder("--diff")
          .type(boolean.class)
          .description(
              "Show what would change (text files line by line), without changing anything.")
          .build();

  public void addTo(CommandSpec spec) {
    bundles.addTo(spec);
    plan.addTo(spec);
    spec.addOption(keys);
    spec.addOption(diff);
  }

  /// The plan that is carried out, if one is given.
  public Optional<SavedPlan> plan(Invocation invocation) {
    return plan.read(
        invocation, Stream.concat(bundles.decided().stream(), Stream.of(keys)).toList());
  }

  /// The variables with their values.
  public List<Variable> variables(Invocation invocation) {
    return bundles.variables(invocation);
  }

  public boolean keys() {
    return OptionValueHelp.given(keys);
  }

  public boolean diff() {
    return OptionValueHelp.given(diff);
  }

  /// What is asked for.
  public DeployRequest request(Invocation invocation) {
    if (bundles.names().isEmpty() && !keys()) {
      throw new ProblemsException(
          Problem.of("there is nothing to apply")
              .next("name a bundle with -b, or a saved plan with --plan, or add --keys"));
    }
    return new DeployRequest(
        bundles.names(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        bundles.variables(invocation),
        bundles.onFailure());
  }

  /// Whether a variable's value comes from standard input, which cannot be read again.
  public boolean readsInput() {
    return bundles.readsInput();
  }

  public Optional<Long> maxOutput() {
    return bundles.maxOutput();
  }

  public DeployTimeouts limits() {
    return bundles.limits();
  }
}
