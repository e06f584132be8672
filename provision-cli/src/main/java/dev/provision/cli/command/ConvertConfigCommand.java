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
          .description("The configuration directory to convert.")
          .build();

  private final OptionSpec print =
      OptionSpec.builder("--print")
          .type(boolean.class)
          .description("Print the result instead of writing provision.yaml.")
          .build();

  ConvertConfigCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("convert-config");
    spec.usageMessage()
        .description(
            "Convert a directory's __init__.py to provision.yaml.",
            "The __init__.py runs once; values that it looks up, including secrets, become fixed."
                + " An existing provision.yaml is never overwritten.");
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
