package dev.provision.cli.command;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.DeployOptions;
import dev.provision.cli.option.FleetOptions;
import dev.provision.cli.option.OptionValueHelp;
import dev.provision.cli.option.OutputOption;
import dev.provision.cli.run.DeployNodeRun;
import dev.provision.cli.view.OutputFormat;
import dev.provision.library.plan.SavedPlan;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `deploy-node`.
final class DeployNodeCommand implements Callable<CommandStatus> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();
  private final DeployOptions options = new DeployOptions();
  private final FleetOptions fleet = new FleetOptions();
  private final OutputOption output = new OutputOption();

  private final OptionSpec dryRun =
      OptionSpec.builder("--dry-run")
          .type(boolean.class)
          .description("Show what would happen, like 'provision plan'.")
          .build();

  DeployNodeCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("deploy-node");
    spec.usageMessage()
        .description("Create a node, install keys and files on it, and run scripts.");
    common.addTo(spec);
    options.addTo(spec);
    options.addPlanTo(spec);
    fleet.addTo(spec);
    output.addTo(spec);
    spec.addOption(dryRun);
    return spec;
  }

  @Override
  public CommandStatus call() {
    OutputFormat format = output.or(OutputFormat.TABLE);
    if (!OptionValueHelp.given(dryRun)) {
      return new DeployNodeRun(invocation, common, options, fleet).run(format);
    }
    Optional<SavedPlan> plan = options.plan(invocation);
    if (plan.isPresent()) {
      PlanCommand.show(invocation, plan.get(), Optional.empty(), options, format);
    } else {
      PlanCommand.show(invocation, common, options, Optional.empty(), format);
    }
    return CommandStatus.OK;
  }
}
