package dev.provision.cli.command;

import dev.provision.cli.call.ExitStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.domain.plan.DeployRequest.Variable;
import dev.provision.library.Provision;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `provision render`.
@Command(
    name = "render",
    description = {
      "Write scripts as they would be sent, with their variables substituted.",
      "A script with a mistake is reported as FILE:LINE:COLUMN: WHY; the others are written all the"
          + " same."
    })
final class RenderCommand implements Callable<ExitStatus> {
  private final Invocation invocation;
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "A script. A single one goes to standard output where there is no -o.")
  private List<Path> files = List.of();

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "The node's name, which is the variable node_name.")
  private @Nullable String name;

  @Option(
      names = {"-t", "--subvars"},
      paramLabel = "KEY=VALUE",
      converter = VariableConverter.class,
      description = "A variable; repeatable.")
  private List<Variable> variables = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Write each script to this directory, under its own name.")
  private @Nullable Path directory;

  RenderCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitStatus call() {
    Map<String, String> all = new HashMap<>();
    if (name != null) {
      all.put("node_name", name);
    }
    variables.forEach(variable -> all.put(variable.name(), variable.value()));
    try (Provision provision = common.open(invocation)) {
      Rendering rendering = new Rendering(invocation, provision, all);
      return directory == null
          ? rendering.toStandardOutput(files)
          : rendering.toDirectory(files, invocation.workingDirectory().resolve(directory));
    }
  }
}
