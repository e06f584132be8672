package dev.provision.cli.command;

import dev.provision.cli.call.ExitStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.view.Errors;
import dev.provision.library.JUnitGate;
import dev.provision.library.Provision;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `destroy-node`.
@Command(
    name = "destroy-node",
    description = "Destroy all nodes of a name, if the name starts with a destroyable prefix.")
final class DestroyNodeCommand implements Callable<ExitStatus> {
  private final Invocation invocation;
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "NAME", description = "The nodes' name.")
  private String name = "";

  @Option(
      names = {"-t", "--testresults"},
      paramLabel = "FILE",
      description = "Only if all tests in this JUnit-style XML file have passed.")
  private @Nullable Path testResults;

  DestroyNodeCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitStatus call() {
    PrintStream err = invocation.streams().err();
    if (testResults != null) {
      Path file = invocation.workingDirectory().resolve(testResults);
      JUnitGate.Verdict verdict = JUnitGate.read(file);
      if (!verdict.passed()) {
        new Errors(err)
            .show(
                file + ": the tests have not passed: " + verdict,
                "node " + name + " was not destroyed; without -t it would be");
        return ExitStatus.TESTS_FAILED;
      }
    }
    try (Provision provision = common.open(invocation)) {
      provision.destroy(
          name,
          node -> {
            err.println(name + ": destroying, id " + node.id());
            err.flush();
          });
      err.println(name + ": destroyed");
      return ExitStatus.OK;
    }
  }
}
