package dev.provision.cli.command;

import dev.provision.cli.call.Invocation;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.OptionValueHelp;
import dev.provision.cli.terminal.NodeSession;
import dev.provision.cli.terminal.Passphrases;
import dev.provision.cli.terminal.Progress;
import dev.provision.cli.terminal.Tty;
import dev.provision.domain.deploy.DeployTimeouts;
import dev.provision.library.Provision;
import dev.provision.ports.shell.RemoteShell;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `provision ssh`.
final class SshCommand implements Callable<Integer> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();

  private final PositionalParamSpec name =
      PositionalParamSpec.builder()
          .index("0")
          .arity("1")
          .required(true)
          .type(String.class)
          .paramLabel("NAME")
          .description("The node's name.")
          .build();

  private final PositionalParamSpec command =
      PositionalParamSpec.builder()
          .index("1..*")
          .arity("0..*")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .paramLabel("COMMAND")
          .description(
              "A command and its arguments, preferably after '--'; joined with spaces and run by"
                  + " the node's shell, as with ssh.")
          .build();

  SshCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("ssh");
    spec.usageMessage()
        .description(
            "Open a shell on a node, or run one command there.",
            "The command's output and exit status are passed through.");
    common.addTo(spec);
    spec.addPositional(name);
    spec.addPositional(command);
    return spec;
  }

  @Override
  public Integer call() {
    Tty tty = new Tty();
    Passphrases passphrases = new Passphrases(tty);
    try (Provision provision =
            common.openToConnect(
                invocation, DeployTimeouts.usual(), Optional.empty(), passphrases);
        RemoteShell shell = connected(provision, passphrases)) {
      List<String> words = OptionValueHelp.all(command, String.class);
      Optional<String> line =
          words.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", words));
      return new NodeSession(invocation, tty).run(shell, line);
    }
  }

  /// Says what it waits for if that takes long; nothing else, since the streams are the command's.
  private RemoteShell connected(Provision provision, Passphrases passphrases) {
    try (Progress progress = Progress.lines(invocation, common.verbose(), 1)) {
      passphrases.besides(progress);
      return provision.shell(OptionValueHelp.of(name, String.class).orElseThrow(), progress);
    }
  }
}
