package dev.provision.cli.run;

import dev.provision.cli.call.Advice;
import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.view.ErrorWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Tells the user what went wrong, and chooses the exit status.
public final class FailureReport implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Invocation invocation;

  public FailureReport(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine line = failure.getCommandLine();
    List<String> next = new ArrayList<>();
    if (failure instanceof UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      if (!near.isEmpty()) {
        next.add(
            "did you mean " + near.stream().limit(3).collect(Collectors.joining(" or ")) + "?");
      }
    }
    next.add("'" + line.getCommandSpec().qualifiedName() + " --help' shows what there is");
    new ErrorWriter(invocation).show(String.valueOf(failure.getMessage()), String.join("; ", next));
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
