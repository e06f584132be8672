package dev.provision.ports.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which host keys are accepted. There is deliberately no value for "any".
public sealed interface HostTrust {
  /// Trust in one key only, the given key. It is recorded where this trust records new hosts, if it
  /// does.
  default HostTrust awaiting(HostKey key) {
    return switch (this) {
      case AcceptNew(List<Path> _, Path record) -> new AwaitedKey(key, Optional.of(record));
      case AwaitedKey(HostKey _, Optional<Path> record) -> new AwaitedKey(key, record);
      case KnownKeys(List<HostKey> _, String _, Optional<Path> record) ->
          new AwaitedKey(key, record);
      case KnownHosts _ -> new AwaitedKey(key, Optional.empty());
    };
  }

  /// Trust in these keys only. The key is recorded where this trust records new hosts, if it does.
  ///
  /// @param source how they were verified, as [KnownKeys#source]
  default KnownKeys in(List<HostKey> keys, String source) {
    return switch (this) {
      case AcceptNew(List<Path> _, Path record) -> new KnownKeys(keys, source, Optional.of(record));
      case AwaitedKey(HostKey _, Optional<Path> record) -> new KnownKeys(keys, source, record);
      case KnownKeys(List<HostKey> _, String _, Optional<Path> record) ->
          new KnownKeys(keys, source, record);
      case KnownHosts _ -> new KnownKeys(keys, source, Optional.empty());
    };
  }

  /// The same trust without new hosts: an unknown host is rejected.
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

  /// Accepts only these keys, reported by a source that knows the host.
  ///
  /// @param keys at least one
  /// @param source how they were verified, such as `verified with the key on its console`
  /// @param record where the key that the host presented is recorded, replacing any other key of
  ///   the host; created when first needed, together with its directory
  record KnownKeys(List<HostKey> keys, String source, Optional<Path> record) implements HostTrust {
    /// Copies the keys.
    public KnownKeys {
      keys = List.copyOf(keys);
    }

    /// Keys that are not recorded, because the provider reports them each time.
    public KnownKeys(List<HostKey> keys) {
      this(keys, "verified with the key that the provider reported", Optional.empty());
    }
  }

  /// Accepts only this key, which was given to the host; a host that is still booting may present
  /// another one. While it does, each connection ends before the login, and connecting is retried
  /// until the limit; then it is a mismatch.
  ///
  /// @param key the given key
  /// @param record where the key is recorded before connecting, so that later connections trust no
  ///   other key, either; it replaces any other key of the host; created when first needed,
  ///   together with its directory
  record AwaitedKey(HostKey key, Optional<Path> record) implements HostTrust {}

  /// Accepts the keys in these files in OpenSSH's `known_hosts` format; a host that is in none of
  /// them is rejected.
  ///
  /// @param files those that exist are read
  record KnownHosts(List<Path> files) implements HostTrust {
    /// Copies the list.
    public KnownHosts {
      files = List.copyOf(files);
    }
  }

  /// As [KnownHosts], but a host that is in none of them is accepted and recorded in `record`. A
  /// host that is known with another key is rejected.
  ///
  /// @param files those that exist are read, besides `record`
  /// @param record where new hosts are recorded; created when first needed, together with its
  ///   directory
  record AcceptNew(List<Path> files, Path record) implements HostTrust {
    /// Copies the list.
    public AcceptNew {
      files = List.copyOf(files);
    }
  }
}
