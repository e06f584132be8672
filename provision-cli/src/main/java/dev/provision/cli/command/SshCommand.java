package dev.provision.cli.command;

import dev.provision.cli.call.Invocation;
import dev.provision.cli.terminal.Passphrases;
import dev.provision.cli.terminal.Session;
import dev.provision.cli.terminal.Tty;
import dev.provision.domain.deploy.Limits;
import dev.provision.library.Provision;
import dev.provision.ports.shell.RemoteShell;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `provision ssh`.
@Command(
    name = "ssh",
    description = {
      "Open a shell on a node, or run one command there.",
      "A command's streams and exit status are passed on."
    })
final class SshCommand implements Callable<Integer> {
  private final Invocation invocation;
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "The node's name.")
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description =
          "A command and its arguments, best behind '--'; joined by blanks for the node's shell, as"
              + " ssh does.")
  private List<String> command = List.of();

  SshCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Tty tty = new Tty();
    try (Provision provision =
            common.openToConnect(invocation, Limits.usual(), new Passphrases(tty));
        RemoteShell shell = provision.shell(name)) {
      Optional<String> line =
          command.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", command));
      return new Session(invocation, tty).run(shell, line);
    }
  }
}
