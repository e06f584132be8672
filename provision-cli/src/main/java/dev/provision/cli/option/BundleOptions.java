package dev.provision.cli.option;

import dev.provision.cli.call.Invocation;
import dev.provision.domain.deploy.DeployTimeouts;
import dev.provision.domain.plan.DeployRequest.Variable;
import dev.provision.ports.shell.WhenBusy;
import dev.provision.ports.step.RunScript.OnFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Which bundles a node gets, and how its scripts are run. Tested by `SavedPlanCommandsTest`.
final class BundleOptions {
  private final OptionSpec bundles =
      OptionSpec.builder("-b", "--bundles")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .paramLabel("BUNDLE")
          .description("Bundle to apply; repeatable, in the order given.")
          .build();

  private final VariableOption variables = new VariableOption();

  private final OptionSpec keepGoing =
      OptionSpec.builder("--keep-going")
          .type(boolean.class)
          .description("Run the remaining scripts even if one fails.")
          .build();

  private final OptionSpec wait =
      OptionSpec.builder("--wait")
          .type(Duration.class)
          .paramLabel("TIME")
          .converters(new DurationConverter())
          .description(
              "Time limit, such as 90s or 15m, for the node to run, then for it to answer by SSH,"
                  + " and then for each start-up task, such as cloud-init, to finish.")
          .build();

  private final OptionSpec maxOutput =
      OptionSpec.builder("--max-output")
          .type(Long.class)
          .paramLabel("SIZE")
          .converters(new SizeConverter())
          .description(
              "Keep at most this much of each script's standard output, and of its standard error,"
                  + " such as 64M or 1G. Of longer output, the beginning and the end are kept."
                  + " Default: 256M.")
          .build();

  private final OptionSpec keepReplaced =
      OptionSpec.builder("--keep-replaced")
          .type(boolean.class)
          .description(
              "Keep on the node what the run replaces, so that 'provision undo' can put it back.")
          .build();

  private final OptionSpec noWait =
      OptionSpec.builder("--no-wait")
          .type(boolean.class)
          .description(
              "Fail with exit status 16 if another run is in progress on the node. Default: wait"
                  + " until it has finished.")
          .build();

  void addTo(CommandSpec spec) {
    List.of(bundles, variables.spec(), keepGoing, keepReplaced).forEach(spec::addOption);
    List.of(wait, maxOutput, noWait).forEach(spec::addOption);
  }

  /// What a plan decides on. Variables are another matter: a plan may need some.
  List<OptionSpec> decided() {
    return List.of(bundles, keepGoing);
  }

  List<String> names() {
    return OptionValueHelp.all(bundles, String.class);
  }

  List<Variable> variables(Invocation invocation) {
    return variables.values(invocation);
  }

  boolean readsInput() {
    return variables.readsInput();
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
        .with(OptionValueHelp.given(noWait) ? WhenBusy.REFUSE : WhenBusy.WAIT)
        .keeping(OptionValueHelp.given(keepReplaced));
  }
}
