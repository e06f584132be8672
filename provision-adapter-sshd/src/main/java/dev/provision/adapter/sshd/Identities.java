package dev.provision.adapter.sshd;

import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The keys behind the logins, each read when its turn comes and then kept, so that a connection
/// that is tried again does not ask for a passphrase again.
final class Identities {
  private final String doing;
  private final Map<Login, List<Identity>> read = new HashMap<>();

  Identities(String doing) {
    this.doing = doing;
  }

  /// The keys of a login; none for a password.
  ///
  /// @throws ShellException [ShellFailure.KeyUnusable] if the login's key cannot be read
  List<Identity> of(Login login) {
    List<Identity> known = read.get(login);
    if (known == null) {
      known = read(login);
      read.put(login, known);
    }
    return known;
  }

  private List<Identity> read(Login login) {
    return switch (login) {
      case Login.KeyFile(Path file, Login.Passphrase passphrase) ->
          List.of(load(new PrivateKeyFile(file, passphrase), file));
      case Login.Key(var text) ->
          List.of(load(PrivateKeyFile.inMemory(text), Path.of(PrivateKeyFile.IN_MEMORY)));
      case Login.Agent(Path socket) -> agent(socket);
      case Login.Password _ -> List.of();
    };
  }

  private Identity load(PrivateKeyFile source, Path file) {
    try {
      return source.load();
    } catch (PrivateKeyFile.Unusable e) {
      throw new ShellException(
          new ShellFailure.KeyUnusable(
              doing, "cannot use the private key " + file + ": " + e.getMessage(), file),
          e);
    }
  }

  /// An agent that cannot be reached has no keys; the login then fails with what was tried.
  private static List<Identity> agent(Path socket) {
    try {
      return List.copyOf(Agent.identities(socket));
    } catch (IOException e) {
      return List.of();
    }
  }
}
