package dev.provision.adapter.sshd.config;

import dev.provision.ports.shell.LocalUser;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The user's `ssh_config` files, read anew for each connection: so does OpenSSH, and it costs less
/// than a packet.
public final class SshConfig {
  private final List<Path> files;
  private final LocalUser user;

  /// Reads files when they are first needed.
  ///
  /// @param files the most important one first
  public SshConfig(List<Path> files, LocalUser user) {
    this.files = List.copyOf(files);
    this.user = user;
  }

  /// What the files say about a host.
  public HostConfig of(HostQuery query) throws SshConfigException {
    ConfigValues values = new ConfigValues();
    String host = query.host();
    boolean again =
        read(new ConfigMatch.Subject(host, host, "", user.name(), false), query, values);
    String resolved = ConfigTokens.hostName(values, host).toLowerCase(Locale.ROOT);
    if (again) {
      read(new ConfigMatch.Subject(resolved, host, "", user.name(), true), query, values);
    }
    return new HostConfig(query, resolved, values, user, !files.isEmpty());
  }

  /// Whether the files want to be read again.
  private boolean read(ConfigMatch.Subject subject, HostQuery query, ConfigValues values)
      throws SshConfigException {
    SshConfigReader reading = new SshConfigReader(subject, query, values, user.home());
    for (Path file : files) {
      reading.read(file);
    }
    return reading.finalAsked();
  }
}
