package dev.provision.cli.command;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.OptionValueHelp;
import dev.provision.cli.option.VariableOption;
import dev.provision.cli.run.ScriptRenderer;
import dev.provision.domain.variable.VariableValue;
import dev.provision.library.Provision;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `provision render`.
final class RenderCommand implements Callable<CommandStatus> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();

  private final PositionalParamSpec files =
      PositionalParamSpec.builder()
          .index("0..*")
          .arity("1..*")
          .required(true)
          .type(List.class)
          .auxiliaryTypes(Path.class)
          .paramLabel("FILE")
          .description(
              "A script to render. Without -o, give one script; it is printed to standard output.")
          .build();

  private final OptionSpec name =
      OptionSpec.builder("-n", "--name")
          .type(String.class)
          .paramLabel("NAME")
          .description("The node's name: the value of the variable node_name.")
          .build();

  private final VariableOption variables = new VariableOption();

  private final OptionSpec showSecrets =
      OptionSpec.builder("--show-secrets")
          .type(boolean.class)
          .description("Show secrets as they would be sent, instead of ******.")
          .build();

  private final OptionSpec directory =
      OptionSpec.builder("-o", "--output")
          .type(Path.class)
          .paramLabel("DIR")
          .description("Write each script to this directory, under its own file name.")
          .build();

  RenderCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("render");
    spec.usageMessage()
        .description(
            "Render scripts as they would be sent, with variables substituted.",
            "Errors are reported as FILE:LINE:COLUMN: REASON; the other scripts are still"
                + " written.");
    common.addTo(spec);
    spec.addPositional(files);
    spec.addOption(name);
    spec.addOption(variables.spec());
    spec.addOption(showSecrets);
    spec.addOption(directory);
    return spec;
  }

  @Override
  public CommandStatus call() {
    Map<String, VariableValue> all = new HashMap<>();
    OptionValueHelp.of(name, String.class)
        .ifPresent(value -> all.put("node_name", VariableValue.of(value)));
    variables.values(invocation).forEach(variable -> all.put(variable.name(), variable.value()));
    List<Path> scripts = OptionValueHelp.all(files, Path.class);
    Optional<Path> target =
        OptionValueHelp.of(directory, Path.class).map(invocation.workingDirectory()::resolve);
    try (Provision provision = common.open(invocation)) {
      ScriptRenderer renderer =
          new ScriptRenderer(invocation, provision, all, OptionValueHelp.given(showSecrets));
      return target.isPresent()
          ? renderer.toDirectory(scripts, target.get())
          : renderer.toStandardOutput(scripts);
    }
  }
}
