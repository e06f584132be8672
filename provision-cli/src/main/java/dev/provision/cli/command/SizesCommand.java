package dev.provision.cli.command;

import dev.provision.cli.call.ExitStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.OutputOption;
import dev.provision.cli.run.Printing;
import dev.provision.cli.terminal.ProviderWait;
import dev.provision.cli.view.Format;
import dev.provision.cli.view.Lists;
import dev.provision.library.Provision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/// `provision sizes`.
final class SizesCommand implements Callable<ExitStatus> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();
  private final OutputOption output = new OutputOption();

  SizesCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("sizes");
    spec.usageMessage()
        .description("List the sizes that the provider offers, with the index that -s takes.");
    common.addTo(spec);
    output.addTo(spec);
    return spec;
  }

  @Override
  public ExitStatus call() {
    try (Provision provision = common.open(invocation)) {
      Printing.list(
          invocation,
          Lists.ofSizes(ProviderWait.of(invocation, "the list of sizes", provision::sizes)),
          output.or(Format.TABLE),
          "size");
      return ExitStatus.OK;
    }
  }
}
