package dev.provision.cli;

import dev.provision.cli.call.ExitStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.Streams;
import dev.provision.cli.command.Commands;
import dev.provision.cli.view.ErrorView;
import dev.provision.cli.view.Errors;
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
      status = ExitStatus.INTERRUPTED.number();
    }
    Streams streams = invocation.streams();
    if (status != ExitStatus.OK.number()) {
      invocation.interruption().words().ifPresent(words -> streams.err().print(words + "\n"));
      completeJson(ExitStatus.numbered(status));
    }
    Optional<String> lost = streams.flush();
    if (lost.isPresent()) {
      new Errors(invocation)
          .show("standard output: " + lost.get(), "the result above may be incomplete");
      streams.flush();
      status = status == ExitStatus.OK.number() ? ExitStatus.UNFORESEEN.number() : status;
    }
    return status;
  }

  /// Who asked for JSON gets JSON: the failure, where there is no result.
  private void completeJson(ExitStatus status) {
    Streams streams = invocation.streams();
    if (!streams.out().isUsed()) {
      streams.out().print(failure(status));
      streams.out().flush();
    }
  }

  private String failure(ExitStatus status) {
    return Commands.isJsonAskedFor(invocation.program(), arguments)
        ? new ErrorView(status, invocation.errors().all()).json()
        : "";
  }

  /// The command's thread may be at its result just now: what it has written gets out, or this, and
  /// not both.
  private void endNow() {
    invocation.streams().out().end(() -> failure(ExitStatus.INTERRUPTED));
  }

  /// An error of the JVM itself, such as no memory, is told like any other failure.
  private int status() {
    Optional<String> damaged = Stream.of(arguments).filter(DecodedText::isDamaged).findFirst();
    if (damaged.isPresent()) {
      new Errors(invocation)
          .show(
              "an argument is not UTF-8 text: '" + damaged.get() + "'",
              "write it in UTF-8; file names in other encodings cannot be given");
      return ExitStatus.USAGE.number();
    }
    try {
      return Commands.run(invocation, arguments);
    } catch (Error e) {
      new Errors(invocation).show(e, true);
      return ExitStatus.UNFORESEEN.number();
    }
  }
}
