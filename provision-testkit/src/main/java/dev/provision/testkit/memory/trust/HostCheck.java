package dev.provision.testkit.memory.trust;

import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Decides whether a host is the one that is meant.
///
/// Tested by `InMemoryShellContractTest`.
///
/// @param doing what is being done
/// @param endpoint the host
public record HostCheck(String doing, SshEndpoint endpoint) {
  /// How the host was verified.
  ///
  /// @param shown the key the host has
  /// @throws ShellException if it is another one
  public HostIdentity of(HostKey shown) {
    try {
      return switch (endpoint.trust()) {
        case HostTrust.KnownKeys told -> told(shown, told);
        case HostTrust.AwaitedKey(HostKey key, Optional<Path> record) ->
            awaited(shown, key, record);
        case HostTrust.KnownHosts(List<Path> files) -> known(shown, files, Optional.empty());
        case HostTrust.AcceptNew(List<Path> files, Path record) ->
            known(shown, files, Optional.of(record));
      };
    } catch (IOException e) {
      throw new ShellException(new ShellFailure.Unclassified(doing, String.valueOf(e)), e);
    }
  }

  private HostIdentity told(HostKey shown, HostTrust.KnownKeys told) throws IOException {
    if (!told.keys().contains(shown)) {
      throw mismatch(shown, told.keys(), Optional.empty());
    }
    if (told.record().isPresent()) {
      new KnownHostsFile(told.record().get()).replace(name(), shown);
    }
    return new HostIdentity(shown, told.source(), told.record().isPresent());
  }

  private HostIdentity awaited(HostKey shown, HostKey key, Optional<Path> record)
      throws IOException {
    if (record.isPresent()) {
      new KnownHostsFile(record.get()).replace(name(), key);
    }
    if (!shown.equals(key)) {
      throw mismatch(shown, List.of(key), Optional.empty());
    }
    return new HostIdentity(shown, "verified with the key given at creation", record.isPresent());
  }

  private HostIdentity known(HostKey shown, List<Path> files, Optional<Path> record)
      throws IOException {
    List<KnownHostsFile.Line> lines = new ArrayList<>();
    for (Path file : files) {
      lines.addAll(new KnownHostsFile(file).of(name()));
    }
    if (record.isPresent()) {
      lines.addAll(new KnownHostsFile(record.get()).of(name()));
    }
    for (KnownHostsFile.Line line : lines) {
      if (line.key().equals(shown)) {
        return new HostIdentity(shown, "verified with the key in " + line.place(), false);
      }
    }
    if (!lines.isEmpty()) {
      List<HostKey> keys = lines.stream().map(KnownHostsFile.Line::key).toList();
      throw mismatch(shown, keys, Optional.of(lines.getFirst().place()));
    }
    Path file = record.orElseThrow(() -> unknown(shown, files));
    new KnownHostsFile(file).add(name(), shown);
    return new HostIdentity(shown, "NOT verified: first contact; key recorded in " + file, true);
  }

  /// What known hosts call it.
  private String name() {
    int port = endpoint.port().orElse(22);
    return port == 22 ? endpoint.hostName() : "[%s]:%s".formatted(endpoint.hostName(), port);
  }

  private ShellException mismatch(HostKey shown, List<HostKey> keys, Optional<String> place) {
    String known = keys.stream().map(HostKey::fingerprint).collect(Collectors.joining(", "));
    return new ShellException(
        new ShellFailure.HostKeyMismatch(
            doing,
            "it has the key %s, not %s".formatted(shown.fingerprint(), known),
            keys,
            shown,
            place));
  }

  private ShellException unknown(HostKey shown, List<Path> files) {
    return new ShellException(
        new ShellFailure.HostUnknown(
            doing, "its key %s is in none of %s".formatted(shown.fingerprint(), files), shown));
  }
}
