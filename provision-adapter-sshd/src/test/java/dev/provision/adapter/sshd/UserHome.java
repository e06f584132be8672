package dev.provision.adapter.sshd;

import dev.provision.adapter.sshd.time.TimeLimits;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.LocalUser;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A user's home directory with SSH's files in it.
public final class UserHome {
  private final Path home;
  private final Path ssh;
  private final Map<String, String> environment = new HashMap<>();
  private Login.Passphrase passphrase = Login.Passphrase.NONE;

  public UserHome(Path home) throws IOException {
    this.home = home;
    this.ssh = Files.createDirectories(home.resolve(".ssh"));
    Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
  }

  public Path ssh() {
    return ssh;
  }

  public UserHome config(String text) throws IOException {
    Path file = Files.writeString(ssh.resolve("config"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    return this;
  }

  public UserHome known(String line) throws IOException {
    Files.writeString(
        ssh.resolve("known_hosts"),
        line + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return this;
  }

  /// As `ssh` would know it.
  public UserHome knows(OpenSshNode node) throws IOException {
    return known("[127.0.0.1]:" + node.tcpPort() + " " + node.hostKey());
  }

  public Path key(String name, Keys keys) throws IOException {
    Path file = Files.writeString(ssh.resolve(name), keys.privateKey().reveal());
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  public UserHome agent(Path socket) {
    environment.put("SSH_AUTH_SOCK", socket.toString());
    return this;
  }

  public UserHome passphrase(String text) {
    passphrase = _ -> Optional.of(Secret.of(text));
    return this;
  }

  LocalUser user() {
    return new LocalUser(
        System.getProperty("user.name"),
        home,
        environment,
        List.of(ssh.resolve("id_ed25519"), ssh.resolve("id_ecdsa"), ssh.resolve("id_rsa")),
        passphrase);
  }

  public RemoteShellPort port() {
    return port(TimeLimits.usual());
  }

  public RemoteShellPort port(TimeLimits limits) {
    return new SshdShellPort(
        new ShellSettings(home.resolve("state"), List.of(ssh.resolve("config")), user()), limits);
  }
}
