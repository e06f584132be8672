package dev.provision.cli.command;

import dev.provision.cli.call.ExitStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.library.Provision;
import dev.provision.library.configuration.Conversion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `provision convert-config`.
@Command(
    name = "convert-config",
    description = {
      "Write the provision.yaml that says what a directory's __init__.py does.",
      "The __init__.py is run once; what it looks up, secrets too, becomes a fixed value. A"
          + " provision.yaml that exists is never overwritten."
    })
final class ConvertConfigCommand implements Callable<ExitStatus> {
  private final Invocation invocation;

  @Parameters(paramLabel = "DIR", description = "A configuration directory.")
  private String directory = "";

  @Option(names = "--print", description = "Print it, and write no file.")
  private boolean print;

  ConvertConfigCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitStatus call() {
    Conversion conversion =
        Provision.builder()
            .environment(invocation.environment())
            .workingDirectory(invocation.workingDirectory())
            .userHome(invocation.userHome())
            .conversion(directory);
    conversion.notes().forEach(note -> invocation.streams().err().println("note: " + note));
    if (print) {
      invocation.streams().out().print(conversion.text());
    } else {
      conversion.write();
      invocation.streams().out().println("wrote " + conversion.file());
    }
    return ExitStatus.OK;
  }
}
