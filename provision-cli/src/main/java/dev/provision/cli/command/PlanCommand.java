package dev.provision.cli.command;

import dev.provision.cli.call.ExitStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.view.Format;
import dev.provision.cli.view.PlanView;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.library.Provision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `provision plan`.
@Command(
    name = "plan",
    description =
        "Show what deploy-node would do with the same options, in order. Uses no network.")
final class PlanCommand implements Callable<ExitStatus> {
  private final Invocation invocation;
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private DeployOptions options = new DeployOptions();
  @Mixin private OutputOption output = new OutputOption();

  PlanCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitStatus call() {
    return show(invocation, common, options, output.or(Format.TABLE));
  }

  static ExitStatus show(
      Invocation invocation, CommonOptions common, DeployOptions options, Format format) {
    try (Provision provision = common.open(invocation)) {
      DeployPlan plan = provision.plan(options.request());
      plan.warnings().forEach(warning -> invocation.streams().err().println("warning: " + warning));
      invocation
          .streams()
          .out()
          .print(new PlanView(provision.provider(), plan, options.scripts).in(format));
      return ExitStatus.OK;
    }
  }
}
