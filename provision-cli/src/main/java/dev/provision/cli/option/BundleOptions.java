package dev.provision.cli.option;

import dev.provision.domain.deploy.DeployTimeouts;
import dev.provision.domain.plan.DeployRequest.Variable;
import dev.provision.ports.shell.WhenBusy;
import dev.provision.ports.step.RunScript.OnFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Which bundles a node gets, and how its scripts are run.
final class BundleOptions {
  private final OptionSpec bundles =
      OptionSpec.builder("-b", "--bundles")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .paramLabel("BUNDLE")
          .description("A bundle of the configuration; repeatable, in this order.")
          .build();

  private final OptionSpec variables =
      OptionSpec.builder("-t", "--subvars")
          .type(List.class)
          .auxiliaryTypes(Variable.class)
          .paramLabel("KEY=VALUE")
          .converters(new VariableConverter())
          .description("A variable for script templates; repeatable.")
          .build();

  private final OptionSpec keepGoing =
      OptionSpec.builder("--keep-going")
          .type(boolean.class)
          .description("Run the later scripts even if one fails.")
          .build();

  private final OptionSpec wait =
      OptionSpec.builder("--wait")
          .type(Duration.class)
          .paramLabel("TIME")
          .converters(new DurationConverter())
          .description(
              "How long to wait at most for the node to run, then again for it to answer by SSH,"
                  + " and then for each thing that has to end on a new node, such as cloud-init:"
                  + " 90s or 15m.")
          .build();

  private final OptionSpec maxOutput =
      OptionSpec.builder("--max-output")
          .type(Long.class)
          .paramLabel("SIZE")
          .converters(new SizeConverter())
          .description(
              "How much of each script's standard output, and of its standard error, is kept in"
                  + " files: 64M or 1G, else 256M. Of more, the beginning and the end are kept.")
          .build();

  private final OptionSpec noWait =
      OptionSpec.builder("--no-wait")
          .type(boolean.class)
          .description(
              "Fail if another run has the node, with exit status 16; else its end is waited for.")
          .build();

  void addTo(CommandSpec spec) {
    List.of(bundles, variables, keepGoing, wait, maxOutput, noWait).forEach(spec::addOption);
  }

  List<String> names() {
    return OptionValueHelp.all(bundles, String.class);
  }

  List<Variable> variables() {
    return OptionValueHelp.all(variables, Variable.class);
  }

  OnFailure onFailure() {
    return OptionValueHelp.given(keepGoing) ? OnFailure.CONTINUE : OnFailure.STOP;
  }

  Optional<Long> maxOutput() {
    return OptionValueHelp.of(maxOutput, Long.class);
  }

  DeployTimeouts limits() {
    return OptionValueHelp.of(wait, Duration.class)
        .map(most -> new DeployTimeouts(most, most, most))
        .orElseGet(DeployTimeouts::usual)
        .with(OptionValueHelp.given(noWait) ? WhenBusy.REFUSE : WhenBusy.WAIT);
  }
}
