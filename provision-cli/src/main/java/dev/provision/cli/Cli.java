package dev.provision.cli;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.StandardStreams;
import dev.provision.cli.command.Commands;
import dev.provision.cli.view.ErrorView;
import dev.provision.cli.view.ErrorWriter;
import dev.provision.library.configuration.machine.DecodedText;
import java.util.Optional;
import java.util.stream.Stream;

/// Runs a command line from its words to its exit status.
final class Cli {
  private final Invocation invocation;
  private final String[] arguments;

  private Cli(Invocation invocation, String... arguments) {
    this.invocation = invocation;
    this.arguments = arguments;
  }

  static int run(Invocation invocation, String... arguments) {
    Cli cli = new Cli(invocation, arguments.clone());
    // If the program is ended at once, somebody may still wait for its result, or its JSON.
    invocation.interruption().resultBy(cli::endNow);
    invocation.interruption().install();
    try {
      return cli.finish(cli.status());
    } finally {
      invocation.interruption().over();
    }
  }

  private int finish(int ended) {
    int status = ended;
    if (invocation.interruption().happened()) {
      status = CommandStatus.INTERRUPTED.number();
    }
    StandardStreams streams = invocation.streams();
    if (status != CommandStatus.OK.number()) {
      invocation.interruption().words().ifPresent(words -> streams.err().print(words + "\n"));
      completeJson(CommandStatus.numbered(status));
    }
    Optional<String> lost = streams.flush();
    if (lost.isPresent()) {
      new ErrorWriter(invocation)
          .show("standard output: " + lost.get(), "the result above may be incomplete");
      streams.flush();
      status = status == CommandStatus.OK.number() ? CommandStatus.UNFORESEEN.number() : status;
    }
    return status;
  }

  /// Who asked for JSON gets JSON: the failure, where there is no result.
  private void completeJson(CommandStatus status) {
    StandardStreams streams = invocation.streams();
    if (!streams.out().isUsed()) {
      streams.out().print(failure(status));
      streams.out().flush();
    }
  }

  private String failure(CommandStatus status) {
    return Commands.isJsonAskedFor(invocation.program(), arguments)
        ? new ErrorView(status, invocation.errors().all()).json()
        : "";
  }

  /// The command's thread may be at its result just now: what it has written gets out, or this, and
  /// not both.
  private void endNow() {
    invocation.streams().out().end(() -> failure(CommandStatus.INTERRUPTED));
  }

  /// An error of the JVM itself, such as no memory, is told like any other failure.
  private int status() {
    Optional<String> damaged = Stream.of(arguments).filter(DecodedText::isDamaged).findFirst();
    if (damaged.isPresent()) {
      new ErrorWriter(invocation)
          .show(
              "an argument is not UTF-8 text: '" + damaged.get() + "'",
              "write it in UTF-8; file names in other encodings are not supported");
      return CommandStatus.USAGE.number();
    }
    try {
      return Commands.run(invocation, arguments);
    } catch (Error e) {
      new ErrorWriter(invocation).show(e, true);
      return CommandStatus.UNFORESEEN.number();
    }
  }
}
