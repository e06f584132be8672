package dev.provision.cli.command;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.OutputOption;
import dev.provision.cli.option.VariableOption;
import dev.provision.cli.view.OutputFormat;
import dev.provision.cli.view.ValidationView;
import dev.provision.domain.ProblemsException;
import dev.provision.library.validation.Validation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/// `provision validate`.
final class ValidateCommand implements Callable<CommandStatus> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();
  private final VariableOption variables = new VariableOption();
  private final OutputOption output = new OutputOption();

  ValidateCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("validate");
    spec.usageMessage()
        .description(
            "Check the configuration, its accounts and all its bundles, without using the network"
                + " or secrets.",
            "All errors are shown at once, each with its place. Parameters without a default count"
                + " as given.");
    common.addTo(spec);
    spec.addOption(variables.spec());
    output.addTo(spec);
    return spec;
  }

  @Override
  public CommandStatus call() {
    Validation validation = common.builder(invocation).validation(variables.values(invocation));
    common.warn(invocation, validation.warnings());
    if (!validation.isValid()) {
      throw new ProblemsException(validation.problems());
    }
    invocation
        .streams()
        .out()
        .print(new ValidationView(validation).in(output.or(OutputFormat.TABLE)));
    return CommandStatus.OK;
  }
}
