package dev.provision.cli.lifetime;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.OptionValueHelp;
import dev.provision.cli.output.OutputGate;
import dev.provision.cli.output.VisibleText;
import dev.provision.cli.terminal.ProviderWait;
import dev.provision.cli.view.ErrorWriter;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.deploy.FleetRun;
import dev.provision.domain.deploy.FleetRun.Part;
import dev.provision.domain.lifetime.Expiry;
import dev.provision.domain.lifetime.Reaper;
import dev.provision.library.Provision;
import dev.provision.library.lifetime.Lifetimes;
import dev.provision.ports.cloud.Node;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `reap`. Made for cron: it says nothing if there is nothing to do.
///
/// Tested by `LifetimeTest`.
public final class ReapCommand implements Callable<CommandStatus> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();

  private final OptionSpec dryRun =
      OptionSpec.builder("--dry-run")
          .type(boolean.class)
          .description("Print the nodes that would be destroyed, a line each, and destroy nothing.")
          .build();

  public ReapCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("reap");
    spec.usageMessage()
        .description(
            "Destroy nodes that have expired and whose names start with a destroyable prefix.",
            "Prints nothing if there is nothing to do.");
    common.addTo(spec);
    spec.addOption(dryRun);
    return spec;
  }

  @Override
  public CommandStatus call() {
    try (Provision provision = common.open(invocation)) {
      Lifetimes lifetimes = provision.lifetimes();
      Reaper.Due due = ProviderWait.of(invocation, "the list of nodes", lifetimes::due);
      due.notes().forEach(note -> invocation.streams().err().message("warning: " + note));
      CommandStatus done =
          OptionValueHelp.given(dryRun) ? show(lifetimes, due) : reap(lifetimes, due);
      return CommandStatus.worst(Stream.of(done, refused(due)));
    }
  }

  private CommandStatus refused(Reaper.Due due) {
    if (due.refused().isEmpty()) {
      return CommandStatus.OK;
    }
    ProblemsException refusals = new ProblemsException(due.refused());
    new ErrorWriter(invocation).show(refusals, common.verbose());
    return CommandStatus.of(refusals);
  }

  private CommandStatus show(Lifetimes lifetimes, Reaper.Due due) {
    OutputGate out = invocation.streams().out();
    due.expired().forEach(node -> out.print(line(lifetimes, node) + "\n"));
    return CommandStatus.OK;
  }

  private static String line(Lifetimes lifetimes, Node node) {
    return "%s: expired %s, ID %s"
        .formatted(
            VisibleText.line(node.name()),
            lifetimes.of(node).flatMap(Expiry::moment).map(Object::toString).orElse("before"),
            VisibleText.line(node.id().value()));
  }

  private CommandStatus reap(Lifetimes lifetimes, Reaper.Due due) {
    if (due.expired().isEmpty()) {
      return CommandStatus.OK;
    }
    List<Part<Node, Boolean>> parts =
        ProviderWait.of(
            invocation,
            "the provider's response",
            () ->
                lifetimes.reap(
                    due, FleetRun.usual(), node -> say(line(lifetimes, node) + "; destroying")));
    return CommandStatus.worst(parts.stream().map(this::status));
  }

  private CommandStatus status(Part<Node, Boolean> part) {
    return switch (part) {
      case Part.Ended<Node, Boolean>(Node node, Boolean gone) -> {
        say(node.name() + (gone ? ": destroyed" : ": no longer expired; not destroyed"));
        yield CommandStatus.OK;
      }
      case Part.Broke<Node, Boolean>(Node _, RuntimeException failure) -> {
        new ErrorWriter(invocation).show(failure, common.verbose());
        yield CommandStatus.of(failure);
      }
      case Part.Skipped<Node, Boolean> _ -> CommandStatus.INTERRUPTED;
    };
  }

  private void say(String line) {
    invocation.streams().err().message(line);
    invocation.streams().err().flush();
  }
}
