package dev.provision.cli.lifetime;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.StandardStreams.Standard;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.OptionValueHelp;
import dev.provision.cli.option.OutputOption;
import dev.provision.cli.run.ListPrinter;
import dev.provision.cli.terminal.Confirmation;
import dev.provision.cli.terminal.ProviderWait;
import dev.provision.cli.view.ErrorWriter;
import dev.provision.cli.view.OutputFormat;
import dev.provision.cli.view.Tables;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.deploy.FleetRun;
import dev.provision.domain.deploy.FleetRun.Part;
import dev.provision.domain.lifetime.Orphan;
import dev.provision.library.Provision;
import dev.provision.ports.cloud.Node;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `orphans`.
///
/// Tested by `OrphansTest`.
public final class OrphansCommand implements Callable<CommandStatus> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();
  private final OutputOption output = new OutputOption();

  private final OptionSpec allControllers =
      OptionSpec.builder("--all-controllers")
          .type(boolean.class)
          .description(
              "Also list nodes that no run on this computer requested. Other computers and users"
                  + " may need them.")
          .build();

  private final OptionSpec destroy =
      OptionSpec.builder("--destroy")
          .type(boolean.class)
          .description("Destroy the listed nodes after asking.")
          .build();

  private final OptionSpec yes =
      OptionSpec.builder("-y", "--yes")
          .type(boolean.class)
          .description("With --destroy: do not ask.")
          .build();

  public OrphansCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("orphans");
    spec.usageMessage()
        .description(
            "List nodes that Provision created and no finished run knows, such as after a power"
                + " failure.");
    common.addTo(spec);
    output.addTo(spec);
    List.of(allControllers, destroy, yes).forEach(spec::addOption);
    return spec;
  }

  @Override
  public CommandStatus call() {
    boolean people = invocation.streams().isTerminal(Standard.OUT);
    try (Provision provision = common.open(invocation)) {
      List<Orphan> orphans =
          ProviderWait.of(
              invocation,
              "the list of nodes",
              () -> provision.orphans().find(OptionValueHelp.given(allControllers)));
      ListPrinter.list(
          invocation,
          Tables.ofOrphans(orphans, provision.lifetimes()::of, invocation.clock().instant()),
          output.or(people ? OutputFormat.TABLE : OutputFormat.PLAIN),
          "orphan");
      return OptionValueHelp.given(destroy) && !orphans.isEmpty()
          ? destroy(provision, orphans.stream().map(Orphan::node).toList())
          : CommandStatus.OK;
    }
  }

  private CommandStatus destroy(Provision provision, List<Node> nodes) {
    invocation.streams().flush();
    if (!OptionValueHelp.given(yes) && !confirmed(nodes)) {
      return CommandStatus.REFUSED;
    }
    List<Part<String, List<Node>>> parts =
        ProviderWait.of(
            invocation,
            "the provider's response",
            () ->
                provision.destroyAll(
                    nodes.stream().map(node -> node.id().value()).toList(),
                    false,
                    FleetRun.usual(),
                    node -> say(node.name() + ": destroying, ID " + node.id()),
                    id -> say(id + ": destroyed")));
    return CommandStatus.worst(parts.stream().map(this::status));
  }

  private boolean confirmed(List<Node> nodes) {
    Confirmation confirmation = new Confirmation(invocation);
    if (!confirmation.canAsk()) {
      throw new ProblemsException(
          Problem.of("orphans --destroy asks first, but standard input is not a terminal")
              .next("check the list, then add --yes"));
    }
    return confirmation.of(
        "destroy these nodes",
        nodes.stream().map(node -> node.name() + " (ID " + node.id() + ")").toList());
  }

  private CommandStatus status(Part<String, List<Node>> part) {
    return switch (part) {
      case Part.Ended<String, List<Node>> _ -> CommandStatus.OK;
      case Part.Broke<String, List<Node>>(String _, RuntimeException failure) -> {
        new ErrorWriter(invocation).show(failure, common.verbose());
        yield CommandStatus.of(failure);
      }
      case Part.Skipped<String, List<Node>> _ -> CommandStatus.INTERRUPTED;
    };
  }

  private void say(String line) {
    invocation.streams().err().message(line);
    invocation.streams().err().flush();
  }
}
