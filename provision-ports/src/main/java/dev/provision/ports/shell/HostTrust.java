package dev.provision.ports.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which host key is accepted. There is no way to say 'any'.
public sealed interface HostTrust {
  /// Trust in one key only, which the host has been given. It is written down where this trust
  /// writes new hosts, if it does.
  default HostTrust awaiting(HostKey key) {
    return switch (this) {
      case AcceptNew(List<Path> _, Path record) -> new AwaitedKey(key, Optional.of(record));
      case AwaitedKey(HostKey _, Optional<Path> record) -> new AwaitedKey(key, record);
      case KnownKeys(List<HostKey> _, String _, Optional<Path> record) ->
          new AwaitedKey(key, record);
      case KnownHosts _ -> new AwaitedKey(key, Optional.empty());
    };
  }

  /// Trust in these keys only. They are written down where this trust writes new hosts, if it does.
  ///
  /// @param source who has told them, as [KnownKeys#source]
  default KnownKeys in(List<HostKey> keys, String source) {
    return switch (this) {
      case AcceptNew(List<Path> _, Path record) -> new KnownKeys(keys, source, Optional.of(record));
      case AwaitedKey(HostKey _, Optional<Path> record) -> new KnownKeys(keys, source, record);
      case KnownKeys(List<HostKey> _, String _, Optional<Path> record) ->
          new KnownKeys(keys, source, record);
      case KnownHosts _ -> new KnownKeys(keys, source, Optional.empty());
    };
  }

  /// The same trust without new hosts: a host that nobody knows is refused.
  default HostTrust withoutNew() {
    return switch (this) {
      case AcceptNew(List<Path> files, Path record) -> {
        List<Path> all = new ArrayList<>(files);
        all.add(record);
        yield new KnownHosts(all);
      }
      case KnownKeys _, AwaitedKey _, KnownHosts _ -> this;
    };
  }

  /// Exactly one of these keys: somebody who knows the host has told them.
  ///
  /// @param keys at least one
  /// @param source who has told them, in words that complete "trusted because …", such as `its
  ///   console shows this key`
  /// @param record where the key that the host has shown is written, in place of any other that
  ///   stands there for the host; created when first needed, together with its directory
  record KnownKeys(List<HostKey> keys, String source, Optional<Path> record) implements HostTrust {
    /// Copies the keys.
    public KnownKeys {
      keys = List.copyOf(keys);
    }

    /// Keys that are written nowhere, since the provider tells them each time.
    public KnownKeys(List<HostKey> keys) {
      this(keys, "the provider has told its key", Optional.empty());
    }
  }

  /// Exactly this key, which the host has been given and may not show yet, as it boots. While it
  /// shows another one, each connection ends before a login, and there will be another until the
  /// limit; then it is a mismatch.
  ///
  /// @param key the host's own
  /// @param record where the key is written before the host is asked for it, so that later
  ///   connections trust nobody else, either; in place of any other that stands there for the host;
  ///   created when first needed, together with its directory
  record AwaitedKey(HostKey key, Optional<Path> record) implements HostTrust {}

  /// What these files in OpenSSH's `known_hosts` format say; a host that none of them knows is
  /// refused.
  ///
  /// @param files those that exist are read
  record KnownHosts(List<Path> files) implements HostTrust {
    /// Copies the list.
    public KnownHosts {
      files = List.copyOf(files);
    }
  }

  /// As [KnownHosts], but a host that none of them knows is accepted and written to `record`. A
  /// host that is known with another key is refused.
  ///
  /// @param files those that exist are read, besides `record`
  /// @param record where new hosts are written; created when first needed, together with its
  ///   directory
  record AcceptNew(List<Path> files, Path record) implements HostTrust {
    /// Copies the list.
    public AcceptNew {
      files = List.copyOf(files);
    }
  }
}
