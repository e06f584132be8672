package dev.provision.cli.command;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.history.LogPrinter;
import dev.provision.cli.option.OptionValueHelp;
import dev.provision.cli.option.RunOptions;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.run.RunHistory;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `provision logs`.
final class LogsCommand implements Callable<CommandStatus> {
  private final Invocation invocation;
  private final PositionalParamSpec run = RunOptions.run("0", "Of ");

  private final OptionSpec step =
      OptionSpec.builder("--step")
          .type(Integer.class)
          .paramLabel("N")
          .description("Only the output of this step, without headings; 'runs show' numbers them.")
          .build();

  private final OptionSpec follow =
      OptionSpec.builder("-f", "--follow")
          .type(boolean.class)
          .description("Go on until the run ends.")
          .build();

  LogsCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("logs");
    spec.usageMessage().description("Print what the scripts of a run wrote to their output.");
    spec.addOption(step);
    spec.addOption(follow);
    spec.addPositional(run);
    return spec;
  }

  @Override
  public CommandStatus call() {
    RunHistory runs = RunOptions.history(invocation);
    String asked =
        OptionValueHelp.of(run, String.class)
            .orElseThrow(
                () ->
                    new ProblemsException(
                        Problem.of("logs: of which run?")
                            .next("name its ID, or a node, such as: provision logs web-1")));
    Optional<Integer> only = OptionValueHelp.of(step, Integer.class);
    return new LogPrinter(invocation, runs, runs.find(asked).id(), asked, only)
        .print(OptionValueHelp.given(follow));
  }
}
