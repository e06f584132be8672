package dev.provision.cli.command;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.option.OptionValueHelp;
import dev.provision.library.Provision;
import dev.provision.library.configuration.Conversion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `provision convert-config`.
final class ConvertConfigCommand implements Callable<CommandStatus> {
  private final Invocation invocation;

  private final PositionalParamSpec directory =
      PositionalParamSpec.builder()
          .index("0")
          .arity("1")
          .required(true)
          .type(String.class)
          .paramLabel("DIR")
          .description("A configuration directory.")
          .build();

  private final OptionSpec print =
      OptionSpec.builder("--print")
          .type(boolean.class)
          .description("Print it, and write no file.")
          .build();

  ConvertConfigCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("convert-config");
    spec.usageMessage()
        .description(
            "Write the provision.yaml that says what a directory's __init__.py does.",
            "The __init__.py is run once; what it looks up, secrets too, becomes a fixed value. A"
                + " provision.yaml that exists is never overwritten.");
    spec.addPositional(directory);
    spec.addOption(print);
    return spec;
  }

  @Override
  public CommandStatus call() {
    Conversion conversion =
        Provision.builder()
            .environment(invocation.environment())
            .workingDirectory(invocation.workingDirectory())
            .userHome(invocation.userHome())
            .conversion(OptionValueHelp.of(directory, String.class).orElseThrow());
    conversion.notes().forEach(note -> invocation.streams().err().message("note: " + note));
    if (OptionValueHelp.given(print)) {
      invocation.streams().out().print(conversion.text());
    } else {
      conversion.write();
      invocation.streams().out().println("wrote " + conversion.file());
    }
    return CommandStatus.OK;
  }
}
