package dev.provision.cli;

import dev.provision.cli.call.ExitStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.command.Commands;
import dev.provision.cli.view.Errors;
import java.util.Optional;

/// Runs a command line from its words to its exit status.
final class Cli {
  private Cli() {}

  static int run(Invocation invocation, String... arguments) {
    invocation.interruption().install();
    try {
      return finish(invocation, status(invocation, arguments));
    } finally {
      invocation.interruption().over();
    }
  }

  private static int finish(Invocation invocation, int ended) {
    int status = ended;
    if (invocation.interruption().happened()) {
      status = ExitStatus.INTERRUPTED.number();
    }
    if (status != ExitStatus.OK.number()) {
      invocation
          .interruption()
          .words()
          .ifPresent(words -> invocation.streams().err().println(words));
    }
    Optional<String> lost = invocation.streams().flush();
    if (lost.isPresent()) {
      new Errors(invocation.streams().err())
          .show("standard output: " + lost.get(), "the result above may be incomplete");
      invocation.streams().flush();
      status = status == ExitStatus.OK.number() ? ExitStatus.UNFORESEEN.number() : status;
    }
    return status;
  }

  /// An error of the JVM itself, such as no memory, is told like any other failure.
  private static int status(Invocation invocation, String... arguments) {
    try {
      return Commands.run(invocation, arguments);
    } catch (Error e) {
      new Errors(invocation.streams().err()).show(e, true);
      return ExitStatus.UNFORESEEN.number();
    }
  }
}
