package dev.provision.cli.view;

import dev.provision.cli.call.Advice;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.output.OutputGate;
import dev.provision.cli.output.VisibleText;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Writes failures: `error: WHAT`, and the next step below, indented.
///
/// @param invocation on whose standard error, and which keeps them
/// @param advice knows the next step
public record ErrorWriter(Invocation invocation, Advice advice) {
  /// Those of a command that has none of the options which are advised.
  public ErrorWriter(Invocation invocation) {
    this(invocation, Advice.PLAIN);
  }

  /// A failure with its next step.
  public void show(String what, String next) {
    show(what, Optional.of(next));
  }

  private void show(String what, Optional<String> next) {
    show("", what, next);
  }

  /// @param of what was done, and to what: one line, whatever names are in it
  private void show(String of, String what, Optional<String> next) {
    OutputGate err = invocation.streams().err();
    err.message("error: " + VisibleText.line(of) + what);
    next.ifPresent(err::below);
    invocation.errors().add(of + what, next);
  }

  /// A cloud's failure.
  public void show(CloudFailure failure) {
    show(failure.doing() + ": ", failure.reason(), Optional.of(advice.on(failure)));
  }

  /// A shell's failure.
  public void show(ShellFailure failure) {
    show(failure.doing() + ": ", failure.reason(), Optional.of(advice.on(failure)));
  }

  /// Anything thrown.
  ///
  /// @param verbose whether the stack trace is wanted, too
  public void show(Throwable failure, boolean verbose) {
    switch (failure) {
      case ProblemsException e -> e.problems().forEach(this::show);
      case CloudException e -> show(e.failure());
      case ShellException e -> show(e.failure());
      default ->
          show(
              words(failure),
              verbose ? Optional.empty() : Optional.of("run it again with -v for the details"));
    }
    if (verbose) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      invocation.streams().err().quote(trace.toString());
    }
  }

  private void show(Problem problem) {
    show(problem.where().map(place -> place + ": ").orElse(""), problem.what(), problem.next());
  }

  private static String words(Throwable failure) {
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      return failure.getClass().getSimpleName();
    }
    return failure instanceof UncheckedIOException
        ? message
        : failure.getClass().getSimpleName() + ": " + message;
  }
}
