package dev.provision.cli.terminal;

import dev.provision.ports.Secret;
import dev.provision.ports.shell.Login;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Asks the user, at the terminal, for the passphrase of a private key.
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
    return progress.isPresent() ? progress.get().aside(() -> ask(file)) : ask(file);
  }

  private Optional<Secret> ask(Path file) {
    Optional<Tty.Changed> silent = tty.change("-echo");
    if (silent.isEmpty()) {
      return Optional.empty(); // nobody is there to answer
    }
    try (Tty.Changed _ = silent.get();
        OutputStream out = Files.newOutputStream(DEVICE);
        BufferedReader in = Files.newBufferedReader(DEVICE)) {
      out.write(("passphrase for " + file + ": ").getBytes(StandardCharsets.UTF_8));
      String line = in.readLine();
      out.write('\n');
      return Optional.ofNullable(line).map(Secret::of);
    } catch (IOException e) {
      return Optional.empty(); // the terminal is gone, and with it who could answer
    }
  }
}
