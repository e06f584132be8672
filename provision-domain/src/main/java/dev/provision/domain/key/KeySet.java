package dev.provision.domain.key;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Public keys in order, none twice.
///
/// @param keys the keys
public record KeySet(List<PublicKey> keys) {
  /// Keeps the first of keys that are the same, whatever their comments.
  public KeySet {
    Map<String, PublicKey> distinct = new LinkedHashMap<>();
    keys.forEach(key -> distinct.putIfAbsent(key.base64(), key));
    keys = List.copyOf(distinct.values());
  }

  /// No keys.
  public static KeySet empty() {
    return new KeySet(List.of());
  }

  /// These keys, then those.
  public KeySet plus(List<PublicKey> more) {
    return new KeySet(Stream.concat(keys.stream(), more.stream()).toList());
  }
}
