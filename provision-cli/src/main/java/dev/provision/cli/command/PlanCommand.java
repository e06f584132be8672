package dev.provision.cli.command;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.DeployOptions;
import dev.provision.cli.option.OutputOption;
import dev.provision.cli.view.OutputFormat;
import dev.provision.cli.view.PlanView;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.FleetPlan;
import dev.provision.library.Provision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/// `provision plan`.
final class PlanCommand implements Callable<CommandStatus> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();
  private final DeployOptions options = new DeployOptions();
  private final OutputOption output = new OutputOption();

  PlanCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("plan");
    spec.usageMessage()
        .description(
            "Show what deploy-node would do with the same options, in order, without using the"
                + " network.");
    common.addTo(spec);
    options.addTo(spec);
    output.addTo(spec);
    return spec;
  }

  @Override
  public CommandStatus call() {
    return show(invocation, common, options, output.or(OutputFormat.TABLE));
  }

  static CommandStatus show(
      Invocation invocation, CommonOptions common, DeployOptions options, OutputFormat format) {
    try (Provision provision = common.open(invocation)) {
      FleetPlan plans =
          provision.plans(options.request(invocation), options.names(), options.count());
      DeployPlan plan = plans.first();
      plan.warnings().forEach(warning -> invocation.streams().err().message("warning: " + warning));
      invocation
          .streams()
          .out()
          .print(new PlanView(provision.provider(), plans.plans(), options.scripts()).in(format));
      return CommandStatus.OK;
    }
  }
}
