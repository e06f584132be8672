package dev.provision.cli.terminal;

import dev.provision.ports.Secret;
import dev.provision.ports.shell.Login;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Asks the user, at the terminal, for the passphrase of a private key, or the password for
/// becoming root.
public final class Passphrases implements Login.Passphrase {
  private static final Path DEVICE = Path.of("/dev/tty");

  private final Tty tty;
  private volatile Optional<Progress> progress = Optional.empty();

  /// @param tty where echo is switched off
  public Passphrases(Tty tty) {
    this.tty = tty;
  }

  /// From now on the question must not get in the way of this.
  public void besides(Progress shown) {
    progress = Optional.of(shown);
  }

  @Override
  public Optional<Secret> of(Path file) {
    return aside("passphrase for " + file + ": ").map(Secret::of);
  }

  /// The password for becoming root on nodes, asked for when a node wants it first; empty where
  /// there is no terminal.
  public Optional<Secret> becomePassword() {
    try (OutputStream _ = Files.newOutputStream(DEVICE)) {
      return Optional.of(
          Secret.of(() -> aside("password to become root on the nodes: ").orElse("")));
    } catch (IOException e) {
      return Optional.empty(); // nobody is there to answer
    }
  }

  private Optional<String> aside(String question) {
    return progress.isPresent() ? progress.get().aside(() -> tty.ask(question)) : tty.ask(question);
  }
}
