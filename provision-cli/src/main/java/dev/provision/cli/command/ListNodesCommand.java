package dev.provision.cli.command;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.StandardStreams.Standard;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.OutputOption;
import dev.provision.cli.option.RunOptions;
import dev.provision.cli.run.ListPrinter;
import dev.provision.cli.terminal.ProviderWait;
import dev.provision.cli.view.OutputFormat;
import dev.provision.cli.view.Tables;
import dev.provision.library.Provision;
import dev.provision.ports.cloud.Node;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/// `list-nodes`.
final class ListNodesCommand implements Callable<CommandStatus> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();
  private final OutputOption output = new OutputOption();

  ListNodesCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("list-nodes");
    spec.usageMessage()
        .description(
            "List the account's nodes.",
            "If standard output is not a terminal, print a line NAME PUBLIC_IP per node.");
    common.addTo(spec);
    output.addTo(spec);
    return spec;
  }

  @Override
  public CommandStatus call() {
    boolean people = invocation.streams().isTerminal(Standard.OUT);
    try (Provision provision = common.open(invocation)) {
      List<Node> nodes = ProviderWait.of(invocation, "the list of nodes", provision::nodes);
      ListPrinter.list(
          invocation,
          Tables.ofNodes(
              nodes,
              provision.lifetimes()::of,
              RunOptions.history(invocation).lastOf(nodes.stream().map(Node::name).toList()),
              invocation.clock().instant()),
          output.or(people ? OutputFormat.TABLE : OutputFormat.PLAIN),
          "node");
      return CommandStatus.OK;
    }
  }
}
