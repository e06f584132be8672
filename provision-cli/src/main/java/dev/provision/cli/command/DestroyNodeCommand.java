package dev.provision.cli.command;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.OptionValueHelp;
import dev.provision.cli.terminal.Confirmation;
import dev.provision.cli.terminal.ProviderWait;
import dev.provision.cli.view.ErrorWriter;
import dev.provision.domain.deploy.FleetRun;
import dev.provision.domain.deploy.FleetRun.Part;
import dev.provision.library.Provision;
import dev.provision.library.gate.JUnitGate;
import dev.provision.ports.cloud.Node;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `destroy-node`.
///
/// Tested by `NodesTest` and `FleetTest`.
final class DestroyNodeCommand implements Callable<CommandStatus> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();

  private final PositionalParamSpec names =
      PositionalParamSpec.builder()
          .index("0..*")
          .arity("1..*")
          .required(true)
          .type(List.class)
          .auxiliaryTypes(String.class)
          .paramLabel("NODE")
          .description("Names of the nodes, or their IDs at the provider.")
          .build();

  private final OptionSpec all =
      OptionSpec.builder("--all")
          .type(boolean.class)
          .description("If several nodes share a name, destroy all of them. Default: refuse.")
          .build();

  private final OptionSpec yes =
      OptionSpec.builder("-y", "--yes")
          .type(boolean.class)
          .description(
              "Do not ask. Default: ask before destroying more than one node, if standard input is"
                  + " a terminal.")
          .build();

  private final OptionSpec testResults =
      OptionSpec.builder("-t", "--testresults")
          .type(List.class)
          .auxiliaryTypes(Path.class)
          .paramLabel("FILE")
          .description(
              "Destroy only if all tests in this JUnit XML report passed; repeatable: all reports"
                  + " must pass.")
          .build();

  DestroyNodeCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("destroy-node");
    spec.usageMessage()
        .description(
            "Destroy nodes whose names start with a destroyable prefix, and wait until they are"
                + " gone.");
    common.addTo(spec);
    spec.addPositional(names);
    spec.addOption(all);
    spec.addOption(yes);
    spec.addOption(testResults);
    return spec;
  }

  @Override
  public CommandStatus call() {
    List<String> nodes = OptionValueHelp.all(names, String.class).stream().distinct().toList();
    if (!testsPassed(nodes)) {
      return CommandStatus.TESTS_FAILED;
    }
    try (Provision provision = common.open(invocation)) {
      if (!confirmed(provision, nodes)) {
        return CommandStatus.REFUSED;
      }
      List<Part<String, List<Node>>> parts =
          ProviderWait.of(
              invocation,
              "the provider's response",
              () ->
                  provision.destroyAll(
                      nodes,
                      OptionValueHelp.given(all),
                      FleetRun.usual(),
                      node -> say(node.name() + ": destroying, ID " + node.id()),
                      asked -> say(asked + ": destroyed")));
      return CommandStatus.worst(parts.stream().map(this::status));
    }
  }

  /// Whoever names one node means that one; of several, one may be there by mistake.
  private boolean confirmed(Provision provision, List<String> asked) {
    Confirmation confirmation = new Confirmation(invocation);
    boolean several = asked.size() > 1 || OptionValueHelp.given(all);
    if (OptionValueHelp.given(yes) || !several || !confirmation.canAsk()) {
      return true;
    }
    List<String> found =
        ProviderWait.of(
            invocation,
            "the list of nodes",
            () ->
                provision.toDestroy(asked, OptionValueHelp.given(all)).stream()
                    .map(node -> node.name() + " (ID " + node.id() + ")")
                    .toList());
    return found.size() < 2 || confirmation.of("destroy these nodes", found);
  }

  /// All files are read before any is told, so that one that cannot be read always is.
  private boolean testsPassed(List<String> nodes) {
    Map<Path, JUnitGate.Verdict> failed = new LinkedHashMap<>();
    for (Path given : OptionValueHelp.all(testResults, Path.class)) {
      Path file = invocation.workingDirectory().resolve(given);
      JUnitGate.Verdict verdict = JUnitGate.read(file);
      if (!verdict.passed()) {
        failed.put(file, verdict);
      }
    }
    String next =
        (nodes.size() == 1
                ? "node " + nodes.getFirst() + " was not destroyed"
                : "nodes " + String.join(", ", nodes) + " were not destroyed")
            + "; omit -t to destroy it anyway";
    failed.forEach(
        (file, verdict) ->
            new ErrorWriter(invocation).show(file + ": tests did not pass: " + verdict, next));
    return failed.isEmpty();
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
    invocation.streams().err().println(line);
    invocation.streams().err().flush();
  }
}
