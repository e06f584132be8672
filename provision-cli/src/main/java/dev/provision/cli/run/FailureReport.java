package dev.provision.cli.run;

import dev.provision.cli.call.Advice;
import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.view.ErrorWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Tells the user what went wrong, and chooses the exit status.
public final class FailureReport implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Invocation invocation;

  public FailureReport(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    String suggestion = UsageMessage.suggestion(failure);
    String help =
        "run '" + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help' for usage";
    new ErrorWriter(invocation)
        .show(
            UsageMessage.of(failure),
            suggestion.isEmpty() ? help : suggestion + " Otherwise, " + help);
    return CommandStatus.USAGE.number();
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
    CommandLine last = parsed.asCommandLineList().getLast();
    boolean verbose = last.getParseResult().hasMatchedOption("-v");
    Advice advice = new Advice(last.getCommandSpec().optionsMap()::containsKey);
    new ErrorWriter(invocation, advice).show(failure, verbose);
    return CommandStatus.of(failure).number();
  }
}
