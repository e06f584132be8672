package dev.provision.cli.command;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.docs.CompletedShell;
import dev.provision.cli.option.OptionValueHelp;
import java.util.concurrent.Callable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/// `provision completion`.
final class CompletionCommand implements Callable<CommandStatus> {
  private final Invocation invocation;

  private final PositionalParamSpec shell =
      PositionalParamSpec.builder()
          .index("0")
          .arity("1")
          .required(true)
          .type(CompletedShell.class)
          .paramLabel("SHELL")
          .converters(new Converter())
          .completionCandidates(CompletedShell.words())
          .description("bash, zsh, or fish.")
          .build();

  CompletionCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("completion");
    spec.usageMessage().description("Print the completion script for a shell.");
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
  public CommandStatus call() {
    String script =
        OptionValueHelp.of(shell, CompletedShell.class)
            .orElseThrow()
            .script(Commands.models(invocation));
    invocation.streams().out().print(script);
    return CommandStatus.OK;
  }

  static final class Converter implements ITypeConverter<CompletedShell> {
    @Override
    public CompletedShell convert(String word) {
      return CompletedShell.of(word)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + word + "' is not one of " + String.join(", ", CompletedShell.words())));
    }
  }
}
