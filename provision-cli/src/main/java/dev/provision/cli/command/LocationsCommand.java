package dev.provision.cli.command;

import dev.provision.cli.call.ExitStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.view.Format;
import dev.provision.cli.view.Lists;
import dev.provision.library.Provision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `provision locations`.
@Command(
    name = "locations",
    description = "List the locations that the provider offers, with the index that -l takes.")
final class LocationsCommand implements Callable<ExitStatus> {
  private final Invocation invocation;
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();

  LocationsCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitStatus call() {
    try (Provision provision = common.open(invocation)) {
      Printing.list(
          invocation,
          Lists.ofLocations(provision.locations()),
          output.or(Format.TABLE),
          "location");
      return ExitStatus.OK;
    }
  }
}
