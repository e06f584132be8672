package dev.provision.domain.boot;

import dev.provision.ports.shell.HostKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// By which keys one node is recognized that was given a host key before it booted.
///
/// While the given key is there, the node may show it, or any other key of the record: it is on its
/// way from the one to the other. Without it the node shows the record's one key.
///
/// @param token of the request that made the node
/// @param name what the node was to be called
/// @param made when the key was made
/// @param given the key it was given, until it has been seen with another one
/// @param keys further keys that it may show
public record HostKeyRecord(
    String token, String name, Instant made, Optional<HostKey> given, List<HostKey> keys) {

  /// Copies the list.
  public HostKeyRecord {
    keys = List.copyOf(keys);
  }

  /// That of a node that is about to be asked for.
  public HostKeyRecord(String token, String name, Instant made, HostKey given) {
    this(token, name, made, Optional.of(given), List.of());
  }

  /// Whether the node may still change its key.
  public boolean isOpen() {
    return given.isPresent();
  }

  /// Every key that the node may show.
  public List<HostKey> accepted() {
    List<HostKey> all = new ArrayList<>(given.stream().toList());
    all.addAll(keys);
    return all;
  }

  /// The same, as it stands now that it may also have changed elsewhere, with one more key.
  ///
  /// @param kept what was written down last
  HostKeyRecord announced(HostKey own, Optional<HostKeyRecord> kept) {
    Set<HostKey> all = new LinkedHashSet<>(kept.map(HostKeyRecord::accepted).orElse(List.of()));
    all.addAll(keys);
    all.add(own);
    given.ifPresent(all::remove);
    return new HostKeyRecord(token, name, made, given, List.copyOf(all));
  }

  /// What is left when the node has been seen with this key, and keeps it.
  ///
  /// @param kept what was written down last; if somebody else has announced a further key
  ///   meanwhile, that stays as it is, since the node may show that one in a moment
  HostKeyRecord settled(HostKey shown, HostKeyRecord kept) {
    boolean others =
        kept.keys.stream().anyMatch(key -> !accepted().contains(key) && !key.equals(shown));
    return others ? kept : new HostKeyRecord(token, name, made, Optional.empty(), List.of(shown));
  }
}
