package dev.provision.cli.command;

import dev.provision.cli.call.ExitStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.docs.Shell;
import java.util.Iterator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `provision completion`.
@Command(
    name = "completion",
    description = "Write the completion script for a shell.",
    footer = {
      "",
      "bash:  source <(provision completion bash)       (in ~/.bashrc)",
      "zsh:   source <(provision completion zsh)        (in ~/.zshrc, after compinit)",
      "fish:  provision completion fish | source        (in ~/.config/fish/config.fish)"
    })
final class CompletionCommand implements Callable<ExitStatus> {
  private final Invocation invocation;

  @Parameters(
      paramLabel = "SHELL",
      converter = Converter.class,
      completionCandidates = Shells.class,
      description = "bash, zsh or fish.")
  private Shell shell = Shell.BASH;

  CompletionCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitStatus call() {
    invocation.streams().out().print(shell.script(Commands.models(invocation)));
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

  static final class Shells implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Shell.words().iterator();
    }
  }
}
