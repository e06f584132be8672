package dev.provision.cli.command;

import dev.provision.cli.call.ExitStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.view.Errors;
import dev.provision.library.JUnitGate;
import dev.provision.library.Provision;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `destroy-node`.
final class DestroyNodeCommand implements Callable<ExitStatus> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();

  private final PositionalParamSpec name =
      PositionalParamSpec.builder()
          .index("0")
          .arity("1")
          .required(true)
          .type(String.class)
          .paramLabel("NAME")
          .description("The nodes' name.")
          .build();

  private final OptionSpec testResults =
      OptionSpec.builder("-t", "--testresults")
          .type(Path.class)
          .paramLabel("FILE")
          .description("Only if all tests in this JUnit-style XML file have passed.")
          .build();

  DestroyNodeCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("destroy-node");
    spec.usageMessage()
        .description("Destroy all nodes of a name, if the name starts with a destroyable prefix.");
    common.addTo(spec);
    spec.addPositional(name);
    spec.addOption(testResults);
    return spec;
  }

  @Override
  public ExitStatus call() {
    PrintStream err = invocation.streams().err();
    String nodes = Values.of(name, String.class).orElseThrow();
    Optional<Path> results = Values.of(testResults, Path.class);
    if (results.isPresent()) {
      Path file = invocation.workingDirectory().resolve(results.get());
      JUnitGate.Verdict verdict = JUnitGate.read(file);
      if (!verdict.passed()) {
        new Errors(err)
            .show(
                file + ": the tests have not passed: " + verdict,
                "node " + nodes + " was not destroyed; without -t it would be");
        return ExitStatus.TESTS_FAILED;
      }
    }
    try (Provision provision = common.open(invocation)) {
      provision.destroy(
          nodes,
          node -> {
            err.println(nodes + ": destroying, id " + node.id());
            err.flush();
          });
      err.println(nodes + ": destroyed");
      return ExitStatus.OK;
    }
  }
}
