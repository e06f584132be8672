package dev.provision.cli.command;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.OutputOption;
import dev.provision.cli.run.ListPrinter;
import dev.provision.cli.terminal.ProviderWait;
import dev.provision.cli.view.OutputFormat;
import dev.provision.cli.view.Tables;
import dev.provision.library.Provision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/// `provision images`.
final class ImagesCommand implements Callable<CommandStatus> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();
  private final OutputOption output = new OutputOption();

  ImagesCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("images");
    spec.usageMessage().description("List the provider's images.");
    common.addTo(spec);
    output.addTo(spec);
    return spec;
  }

  @Override
  public CommandStatus call() {
    try (Provision provision = common.open(invocation)) {
      ListPrinter.list(
          invocation,
          Tables.ofImages(ProviderWait.of(invocation, "the list of images", provision::images)),
          output.or(OutputFormat.TABLE),
          "image");
      return CommandStatus.OK;
    }
  }
}
