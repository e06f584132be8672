package dev.provision.cli.command;

import dev.provision.cli.call.ExitStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.view.Format;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `deploy-node`.
@Command(
    name = "deploy-node",
    description = "Create a node, put keys and files on it, run scripts.")
final class DeployNodeCommand implements Callable<ExitStatus> {
  private final Invocation invocation;
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private DeployOptions options = new DeployOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Option(names = "--dry-run", description = "Show what would happen, as 'provision plan' does.")
  private boolean dryRun;

  DeployNodeCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitStatus call() {
    Format format = output.or(Format.TABLE);
    return dryRun
        ? PlanCommand.show(invocation, common, options, format)
        : new Deploying(invocation, common, options).run(format);
  }
}
