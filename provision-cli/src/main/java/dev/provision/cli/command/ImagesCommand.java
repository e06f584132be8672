package dev.provision.cli.command;

import dev.provision.cli.call.ExitStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.view.Format;
import dev.provision.cli.view.Lists;
import dev.provision.library.Provision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `provision images`.
@Command(name = "images", description = "List the images that the provider offers.")
final class ImagesCommand implements Callable<ExitStatus> {
  private final Invocation invocation;
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();

  ImagesCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitStatus call() {
    try (Provision provision = common.open(invocation)) {
      Printing.list(
          invocation, Lists.ofImages(provision.images()), output.or(Format.TABLE), "image");
      return ExitStatus.OK;
    }
  }
}
