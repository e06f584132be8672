package dev.provision.cli.command;

import dev.provision.cli.call.ExitStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.docs.Shell;
import dev.provision.cli.option.Values;
import java.util.concurrent.Callable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/// `provision completion`.
final class CompletionCommand implements Callable<ExitStatus> {
  private final Invocation invocation;

  private final PositionalParamSpec shell =
      PositionalParamSpec.builder()
          .index("0")
          .arity("1")
          .required(true)
          .type(Shell.class)
          .paramLabel("SHELL")
          .converters(new Converter())
          .completionCandidates(Shell.words())
          .description("bash, zsh or fish.")
          .build();

  CompletionCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("completion");
    spec.usageMessage().description("Write the completion script for a shell.");
    spec.usageMessage()
        .footer(
            "",
            "bash:  source <(provision completion bash)       (in ~/.bashrc)",
            "zsh:   source <(provision completion zsh)        (in ~/.zshrc, after compinit)",
            "fish:  provision completion fish | source        (in ~/.config/fish/config.fish)");
    spec.addPositional(shell);
    return spec;
  }

  @Override
  public ExitStatus call() {
    String script = Values.of(shell, Shell.class).orElseThrow().script(Commands.models(invocation));
    invocation.streams().out().print(script);
    return ExitStatus.OK;
  }

  static final class Converter implements ITypeConverter<Shell> {
    @Override
    public Shell convert(String word) {
      return Shell.of(word)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + word + "' is none of " + String.join(", ", Shell.words())));
    }
  }
}
