package dev.provision.cli.command;

import dev.provision.cli.call.ExitStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.view.Format;
import dev.provision.cli.view.Lists;
import dev.provision.library.Provision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `provision sizes`.
@Command(
    name = "sizes",
    description = "List the sizes that the provider offers, with the index that -s takes.")
final class SizesCommand implements Callable<ExitStatus> {
  private final Invocation invocation;
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();

  SizesCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitStatus call() {
    try (Provision provision = common.open(invocation)) {
      Printing.list(invocation, Lists.ofSizes(provision.sizes()), output.or(Format.TABLE), "size");
      return ExitStatus.OK;
    }
  }
}
