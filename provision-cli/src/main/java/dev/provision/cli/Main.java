package dev.provision.cli;

import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.Program;
import dev.provision.cli.output.ForeignOutput;
import java.util.Locale;

/// Where every program of the distribution starts.
public final class Main {
  private Main() {}

  /// Runs the command and ends the process with its exit status.
  ///
  /// @param arguments those of the command line, as far as everybody may see them
  public static void main(String[] arguments) {
    // The program speaks English: the libraries that it uses should neither write other digits,
    // some
    // of them into requests, nor put a translated message into an English sentence.
    Locale.setDefault(Locale.ROOT);
    String program = System.getProperty("provision.program", Program.PROVISION.fileName());
    Invocation invocation =
        Invocation.ofProcess(Program.named(program).orElse(Program.PROVISION), arguments);
    ForeignOutput.redirectTo(invocation.streams().err());
    int status = run(invocation, Invocation.argumentsOfProcess(arguments));
    ForeignOutput.finish();
    System.exit(status);
  }

  /// Runs the command of a call.
  ///
  /// @return its exit status
  public static int run(Invocation invocation, String... arguments) {
    return Cli.run(invocation, arguments);
  }
}
