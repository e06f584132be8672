package dev.provision.library;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.ports.shell.Login;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The user's own ways to log in: the configured key, the agent, the usual keys, in this order.
final class Logins {
  private static final List<String> USUAL_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

  private final Settings settings;

  @Inject
  Logins(Settings settings) {
    this.settings = settings;
  }

  /// @param configured `SSH_KEY_PATH`
  List<Login> of(Optional<String> configured) {
    List<Login> logins = new ArrayList<>();
    configured.ifPresent(path -> logins.add(new Login.KeyFile(file(path), settings.passphrase())));
    Optional.ofNullable(settings.environment().get("SSH_AUTH_SOCK"))
        .filter(socket -> !socket.isBlank())
        .map(Path::of)
        .filter(Files::exists)
        .ifPresent(socket -> logins.add(new Login.Agent(socket)));
    for (String name : USUAL_KEYS) {
      Path key = settings.userHome().resolve(".ssh").resolve(name);
      if (Files.isReadable(key)) {
        logins.add(new Login.KeyFile(key, settings.passphrase()));
      }
    }
    return List.copyOf(logins);
  }

  private Path file(String path) {
    Path file =
        path.startsWith("~/")
            ? settings.userHome().resolve(path.substring(2))
            : settings.workingDirectory().resolve(path);
    if (!Files.isReadable(file)) {
      throw new ProblemsException(
          Problem.at(file.toString(), "the private key (SSH_KEY_PATH, key:) cannot be read")
              .next("check the path and its permissions"));
    }
    return file;
  }
}
