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

/// `provision locations`.
final class LocationsCommand implements Callable<ExitStatus> {
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
        .description("List the locations that the provider offers, with the index that -l takes.");
    common.addTo(spec);
    output.addTo(spec);
    return spec;
  }

  @Override
  public ExitStatus call() {
    try (Provision provision = common.open(invocation)) {
      Printing.list(
          invocation,
          Lists.ofLocations(
              ProviderWait.of(invocation, "the list of locations", provision::locations)),
          output.or(Format.TABLE),
          "location");
      return ExitStatus.OK;
    }
  }
}
