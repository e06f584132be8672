package dev.provision.cli.build;

import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.ProgramName;
import dev.provision.cli.command.Commands;
import dev.provision.cli.docs.CompletedShell;
import dev.provision.cli.docs.ManPage;
import dev.provision.cli.docs.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Writes, at build time, every text that is made from the commands' definitions.
public final class GenerateDocs {
  private static final Map<CompletedShell, String> FILES =
      Map.of(
          CompletedShell.BASH, "bash/provision",
          CompletedShell.ZSH, "zsh/_provision",
          CompletedShell.FISH, "fish/provision.fish");

  private final Path share;
  private final Map<ProgramName, CommandSpec> programs;

  private GenerateDocs(Path share) {
    this.share = share;
    this.programs = Commands.models(Invocation.ofProcess(ProgramName.PROVISION));
  }

  /// Writes them.
  ///
  /// @param arguments the distribution's `share`
  public static void main(String... arguments) throws IOException {
    new GenerateDocs(Path.of(arguments[0])).write();
  }

  private void write() throws IOException {
    for (CommandSpec program : programs.values()) {
      document(program);
      for (CommandLine subcommand : program.subcommands().values()) {
        document(subcommand.getCommandSpec());
      }
    }
    write(share.resolve("help/version.txt"), String.join("\n", Version.lines()) + "\n");
    for (CompletedShell shell : CompletedShell.values()) {
      write(share.resolve("completions").resolve(FILES.get(shell)), shell.script(programs));
    }
  }

  private void document(CommandSpec spec) throws IOException {
    String name = ManPage.nameOf(spec);
    write(share.resolve("help").resolve(name + ".txt"), spec.commandLine().getUsageMessage());
    write(
        share.resolve("man/man1").resolve(name + ".1"),
        ManPage.of(spec, String.join(" ", Version.lines())));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }
}
