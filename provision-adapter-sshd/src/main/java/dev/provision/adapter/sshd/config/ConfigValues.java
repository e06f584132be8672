package dev.provision.adapter.sshd.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;

/// What has been said about a host so far: the first value of each keyword, and all values of those
/// that add. Belongs to one reading, one thread.
public final class ConfigValues {
  /// A value and where it stands.
  public record Given(String text, ConfigPlace place) {
    boolean isNone() {
      return text.equalsIgnoreCase("none");
    }
  }

  private final EnumMap<ConfigKeyword, List<Given>> values = new EnumMap<>(ConfigKeyword.class);

  List<Given> all(ConfigKeyword keyword) {
    return values.getOrDefault(keyword, List.of());
  }

  Optional<Given> first(ConfigKeyword keyword) {
    List<Given> all = all(keyword);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
  }

  /// Whether another value would count. `ProxyJump` and `ProxyCommand` compete.
  boolean takes(ConfigKeyword keyword, String text) {
    return switch (keyword) {
      case PROXY_JUMP ->
          all(ConfigKeyword.PROXY_JUMP).isEmpty()
              && (text.equalsIgnoreCase("none") || all(ConfigKeyword.PROXY_COMMAND).isEmpty());
      case PROXY_COMMAND ->
          all(ConfigKeyword.PROXY_JUMP).isEmpty() && all(ConfigKeyword.PROXY_COMMAND).isEmpty();
      // So it is with OpenSSH: as if it had not been said.
      case CONNECT_TIMEOUT -> all(keyword).isEmpty() && !text.equalsIgnoreCase("none");
      default -> keyword.adds() || all(keyword).isEmpty();
    };
  }

  /// Takes the words of a line as far as they count.
  void put(ConfigKeyword keyword, List<String> words, ConfigPlace place) {
    if (!takes(keyword, words.getFirst())) {
      return;
    }
    List<Given> given = new ArrayList<>(all(keyword));
    for (String word : words) {
      if (given.stream().noneMatch(earlier -> earlier.text().equals(word))) {
        given.add(new Given(word, place));
      }
    }
    values.put(keyword, given);
  }
}
