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

/// `provision locations`.
final class LocationsCommand implements Callable<CommandStatus> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();
  private final OutputOption output = new OutputOption();

  LocationsCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("locations");
    spec.usageMessage()
        .description("List the provider's locations, with the index that -l accepts.");
    common.addTo(spec);
    output.addTo(spec);
    return spec;
  }

  @Override
  public CommandStatus call() {
    try (Provision provision = common.open(invocation)) {
      ListPrinter.list(
          invocation,
          Tables.ofLocations(
              ProviderWait.of(invocation, "the list of locations", provision::locations)),
          output.or(OutputFormat.TABLE),
          "location");
      return CommandStatus.OK;
    }
  }
}
