package dev.provision.cli.command;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.history.RunTable;
import dev.provision.cli.history.RunView;
import dev.provision.cli.option.DurationConverter;
import dev.provision.cli.option.OptionValueHelp;
import dev.provision.cli.option.OutputOption;
import dev.provision.cli.option.RunOptions;
import dev.provision.cli.run.ListPrinter;
import dev.provision.cli.view.HumanFormat;
import dev.provision.cli.view.OutputFormat;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.deployment.RunDetails;
import dev.provision.library.run.RunHistory;
import dev.provision.library.run.RunSummary;
import dev.provision.library.run.RunSummary.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `provision runs`. Tested by `RunsTest`.
final class RunsCommand implements Callable<CommandStatus> {
  private static final String SHOW = "show";
  private static final String PRUNE = "prune";
  private static final int USUAL_LIMIT = 50;

  private final Invocation invocation;
  private final OutputOption output = new OutputOption();

  private final PositionalParamSpec action =
      PositionalParamSpec.builder()
          .index("0")
          .arity("0..1")
          .type(String.class)
          .paramLabel("ACTION")
          .completionCandidates(List.of(SHOW, PRUNE))
          .description(
              "show: everything about one run. prune: delete the files of old runs. Default: list"
                  + " the runs, the newest first.")
          .build();

  private final PositionalParamSpec run = RunOptions.run("1", "With show: ");

  private final OptionSpec limit =
      OptionSpec.builder("--limit")
          .type(Integer.class)
          .paramLabel("N")
          .description("List at most N runs; 0 lists all. Default: " + USUAL_LIMIT + ".")
          .build();

  private final OptionSpec olderThan =
      OptionSpec.builder("--older-than")
          .type(Duration.class)
          .converters(new DurationConverter())
          .paramLabel("AGE")
          .description(
              "With prune: delete runs that ended before that, such as 30d. Runs that are in"
                  + " progress or were interrupted are kept.")
          .build();

  RunsCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("runs");
    spec.usageMessage()
        .description(
            "List what deploy-node and apply did on this computer, show one run, or delete old"
                + " ones.");
    output.addTo(spec);
    spec.addOption(limit);
    spec.addOption(olderThan);
    spec.addPositional(action);
    spec.addPositional(run);
    return spec;
  }

  @Override
  public CommandStatus call() {
    RunHistory runs = RunOptions.history(invocation);
    String asked = OptionValueHelp.of(action, String.class).orElse("");
    switch (asked) {
      case "" -> list(runs);
      case SHOW -> show(runs);
      case PRUNE -> prune(runs);
      default ->
          throw new ProblemsException(
              Problem.of("runs: there is no action '%s'".formatted(asked))
                  .next("use show or prune, or none to list the runs"));
    }
    return CommandStatus.OK;
  }

  private void list(RunHistory runs) {
    int most = OptionValueHelp.of(limit, Integer.class).orElse(USUAL_LIMIT);
    Stream<RunSummary> all = runs.newestFirst();
    List<RunSummary> listed = (most > 0 ? all.limit(most + 1L) : all).toList();
    boolean more = most > 0 && listed.size() > most;
    OutputFormat format = output.or(OutputFormat.TABLE);
    ListPrinter.list(
        invocation,
        RunTable.of(more ? listed.subList(0, most) : listed, invocation.clock().instant()),
        format,
        "run");
    if (more && format == OutputFormat.TABLE) {
      invocation.streams().err().println("there are older runs; list all with --limit 0");
    }
  }

  private void show(RunHistory runs) {
    String asked =
        OptionValueHelp.of(run, String.class)
            .orElseThrow(
                () ->
                    new ProblemsException(
                        Problem.of("runs show: which run?")
                            .next("name its ID, or a node, such as: provision runs show web-1")));
    RunView view = new RunView(RunDetails.of(runs, runs.find(asked)));
    invocation.streams().out().print(view.in(output.or(OutputFormat.TABLE)));
  }

  private void prune(RunHistory runs) {
    Optional<Duration> age = OptionValueHelp.of(olderThan, Duration.class);
    if (age.isEmpty()) {
      throw new ProblemsException(
          Problem.of("runs prune: how old must a run be?")
              .next("say it, such as: provision runs prune --older-than 30d"));
    }
    Instant before = invocation.clock().instant().minus(age.get());
    List<RunSummary> old =
        runs.newestFirst()
            .filter(one -> one.state() == State.DONE || one.state() == State.FAILED)
            .filter(one -> one.ended().orElse(one.started()).isBefore(before))
            .toList();
    old.forEach(one -> runs.delete(one.id()));
    invocation.streams().err().println(HumanFormat.count(old.size(), "run") + " deleted");
  }
}
