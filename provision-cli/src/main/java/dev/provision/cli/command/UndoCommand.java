package dev.provision.cli.command;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.OptionValueHelp;
import dev.provision.cli.option.OutputOption;
import dev.provision.cli.run.ListPrinter;
import dev.provision.cli.run.UndoView;
import dev.provision.cli.terminal.Passphrases;
import dev.provision.cli.terminal.Progress;
import dev.provision.cli.terminal.Tty;
import dev.provision.cli.view.ErrorWriter;
import dev.provision.cli.view.OutputFormat;
import dev.provision.cli.view.Tables;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.deploy.DeployTimeouts;
import dev.provision.library.Provision;
import dev.provision.ports.shell.ReplacedSet;
import dev.provision.ports.shell.UndoReport;
import dev.provision.ports.shell.UndoReport.Outcome;
import dev.provision.ports.shell.UndoRequest;
import dev.provision.ports.shell.WhenBusy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `provision undo`.
///
/// Tested by `UndoIT`.
final class UndoCommand implements Callable<CommandStatus> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();
  private final OutputOption output = new OutputOption();
  private final Tty tty = new Tty();
  private final Passphrases passphrases = new Passphrases(tty);

  private final PositionalParamSpec name =
      PositionalParamSpec.builder()
          .index("0")
          .arity("1")
          .required(true)
          .type(String.class)
          .paramLabel("NAME")
          .description("The node's name.")
          .build();

  private final OptionSpec set =
      OptionSpec.builder("--set")
          .type(String.class)
          .paramLabel("ID")
          .description("Undo this run. Default: the newest one that has not been undone.")
          .build();

  private final OptionSpec list =
      OptionSpec.builder("--list")
          .type(boolean.class)
          .description("List the runs that can be undone, without changing anything.")
          .build();

  private final OptionSpec dryRun =
      OptionSpec.builder("--dry-run")
          .type(boolean.class)
          .description("Show what would be restored and removed, without changing anything.")
          .build();

  private final OptionSpec force =
      OptionSpec.builder("--force")
          .type(boolean.class)
          .description(
              "Also overwrite what has changed since the run. Default: change nothing then.")
          .build();

  private final OptionSpec noWait =
      OptionSpec.builder("--no-wait")
          .type(boolean.class)
          .description(
              "Fail with exit status 16 if another run is in progress on the node. Default: wait"
                  + " until it has finished.")
          .build();

  UndoCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("undo");
    spec.usageMessage()
        .description(
            "Put back the files that a run with --keep-replaced changed on a node.",
            "What scripts did is not undone.");
    common.addTo(spec);
    spec.addPositional(name);
    List.of(set, list, dryRun, force, noWait).forEach(spec::addOption);
    output.addTo(spec);
    return spec;
  }

  @Override
  public CommandStatus call() {
    String node = OptionValueHelp.of(name, String.class).orElseThrow();
    OutputFormat format = output.or(OutputFormat.TABLE);
    UndoRequest request = request();
    try (Provision provision =
        common.openToConnect(invocation, DeployTimeouts.usual(), Optional.empty(), passphrases)) {
      if (OptionValueHelp.given(list)) {
        List<ReplacedSet> sets = waiting(events -> provision.replacedSets(node, events));
        ListPrinter.list(invocation, Tables.ofSets(sets), format, "kept set");
        return CommandStatus.OK;
      }
      UndoReport report = waiting(events -> provision.undo(node, request, events));
      invocation.streams().out().print(new UndoView(node, report, request.dryRun()).in(format));
      if (report.ok()) {
        return CommandStatus.OK;
      }
      explain(node, report);
      return CommandStatus.DEPLOYMENT_FAILED;
    }
  }

  private UndoRequest request() {
    try {
      return new UndoRequest(
          OptionValueHelp.of(set, String.class),
          OptionValueHelp.given(force),
          OptionValueHelp.given(dryRun),
          OptionValueHelp.given(noWait) ? WhenBusy.REFUSE : WhenBusy.WAIT);
    } catch (IllegalArgumentException e) {
      throw new ProblemsException(
          Problem.of("--set: " + e.getMessage()).next("list the sets with --list"));
    }
  }

  private <T> T waiting(Function<Consumer<DeployEvent>, T> work) {
    try (Progress progress = Progress.lines(invocation, common.verbose(), 1)) {
      passphrases.besides(progress);
      return work.apply(progress);
    }
  }

  private void explain(String node, UndoReport report) {
    boolean changed = report.paths().stream().anyMatch(path -> path.outcome() == Outcome.CHANGED);
    new ErrorWriter(invocation)
        .show(
            node
                + (changed
                    ? ": files have changed since the run, so nothing was undone"
                    : ": some files could not be put back"),
            changed
                ? "save what you need of them, then add --force"
                : "remove the cause, then run the command again");
  }
}
