package dev.provision.library.account;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.configuration.machine.EquivalentName;
import dev.provision.library.configuration.machine.TrustedPath;
import dev.provision.library.settings.ProvisionSettings;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.KeySigner;
import dev.provision.ports.shell.LocalUser;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShellProvider;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The user's own ways to log in: the configured key, and what `ssh` would use.
public final class UserLogins {
  private static final String PASSPHRASE = "PROVISION_KEY_PASSPHRASE";
  private static final Path SYSTEM_SSH_CONFIG = Path.of("/etc/ssh/ssh_config");
  private static final String NONE = "none";

  /// Of security keys, too: an agent may hold them.
  private static final List<String> USUAL_KEYS =
      List.of("id_ed25519", "id_ecdsa", "id_rsa", "id_ed25519_sk", "id_ecdsa_sk");

  private final ProvisionSettings settings;

  @Inject
  public UserLogins(ProvisionSettings settings) {
    this.settings = settings;
  }

  /// The logins to try, in order.
  ///
  /// @param configured `SSH_KEY_PATH`
  public List<Login> of(Optional<String> configured) {
    return configured
        .map(path -> List.<Login>of(new Login.KeyFile(file(path), passphrase())))
        .orElse(List.of());
  }

  /// Who runs this program, with the keys and the agent that `ssh` would use.
  LocalUser user() {
    Path directory = settings.userHome().resolve(".ssh");
    return new LocalUser(
        System.getProperty("user.name"),
        settings.userHome(),
        settings.environment(),
        USUAL_KEYS.stream().map(directory::resolve).toList(),
        passphrase());
  }

  /// Signs with the user's keys.
  public KeySigner signer() {
    RemoteShellProvider provider = OpenPorts.shellProvider();
    return provider
        .signer(user())
        .orElseThrow(
            () ->
                new ProblemsException(
                    Problem.refused("the shells '%s' cannot sign".formatted(provider.name()))
                        .next("run: ssh-keygen -Y sign -n provision -f KEY FILE")));
  }

  /// The user's SSH configuration and the system's, unless another file or `none` is configured.
  public List<Path> sshConfigurations(Optional<String> configured) {
    if (configured.isEmpty()) {
      return List.of(settings.userHome().resolve(".ssh/config"), SYSTEM_SSH_CONFIG);
    }
    if (configured.get().equals(NONE)) {
      return List.of();
    }
    Path file = Path.of(configured.get());
    if (!Files.isReadable(file)) {
      throw new ProblemsException(
          Problem.at(file.toString(), "the SSH configuration (ssh-config:) cannot be read")
              .next("check the path and its permissions, or set 'ssh-config: none'"));
    }
    // It says to which hosts logins go, and which programs run on the way.
    TrustedPath.of(file, settings.environment())
        .orOwnerOf(file.resolveSibling(""))
        .flaw()
        .ifPresent(
            flaw -> {
              throw new ProblemsException(
                  Problem.at(
                          file.toString(),
                          "ignoring the SSH configuration (ssh-config:), because %s %s"
                              .formatted(flaw.where(), flaw.why()))
                      .next("run: " + flaw.cure()));
            });
    return List.of(file);
  }

  private Login.Passphrase passphrase() {
    return file ->
        Optional.ofNullable(settings.environment().get(PASSPHRASE))
            .filter(text -> !text.isEmpty())
            .map(Secret::of)
            .or(() -> settings.passphrase().of(file));
  }

  private Path file(String path) {
    Path file =
        EquivalentName.existing(
            path.startsWith("~/")
                ? settings.userHome().resolve(path.substring(2))
                : settings.workingDirectory().resolve(path));
    if (!Files.isReadable(file)) {
      throw new ProblemsException(
          Problem.at(file.toString(), "the private key (SSH_KEY_PATH, key:) cannot be read")
              .next("check the path and its permissions"));
    }
    return file;
  }
}
