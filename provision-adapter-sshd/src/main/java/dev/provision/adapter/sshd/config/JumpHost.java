package dev.provision.adapter.sshd.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One of the hosts of a `ProxyJump`.
///
/// @param host a name or an address, without brackets
/// @param port where it listens
/// @param user the login there
public record JumpHost(String host, OptionalInt port, Optional<String> user) {
  private static final String SCHEME = "ssh://";

  /// Reads `[USER@]HOST[:PORT]` and `ssh://[USER@]HOST[:PORT]`, separated by commas.
  public static List<JumpHost> parse(ConfigValues.Given given) throws SshConfigException {
    List<JumpHost> hosts = new ArrayList<>();
    for (String text : given.text().split(",", -1)) {
      hosts.add(one(text.strip(), given));
    }
    return hosts;
  }

  private static JumpHost one(String text, ConfigValues.Given given) throws SshConfigException {
    boolean uri = text.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    String rest = uri ? text.substring(SCHEME.length()) : text;
    if (uri && rest.endsWith("/")) {
      rest = rest.substring(0, rest.length() - 1);
    }
    int at = rest.lastIndexOf('@');
    String user = at < 0 ? "" : rest.substring(0, at);
    String address = rest.substring(at + 1);
    int bracket = address.startsWith("[") ? address.indexOf(']') : -1;
    int colon = address.indexOf(':', bracket + 1);
    String host = colon < 0 ? address : address.substring(0, colon);
    if (bracket > 0 && host.length() == bracket + 1) {
      host = host.substring(1, bracket);
    }
    OptionalInt port = colon < 0 ? OptionalInt.empty() : port(address.substring(colon + 1));
    boolean right =
        isHost(host)
            && (at != 0)
            && (colon < 0 || port.isPresent())
            && user.chars().noneMatch(Character::isWhitespace);
    if (!right) {
      throw SshConfigException.at(
          given.place(),
          "ProxyJump: '" + text + "' is not a host; write [USER@]HOST[:PORT], or none");
    }
    return new JumpHost(
        host,
        port,
        at < 0
            ? Optional.empty()
            : Optional.of(
                uri ? URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8) : user));
  }

  private static boolean isHost(String host) {
    return !host.isEmpty()
        && !host.startsWith("-")
        && host.chars().noneMatch(c -> c <= ' ' || "[]/,@#".indexOf(c) >= 0);
  }

  private static OptionalInt port(String text) {
    if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalInt.empty();
    }
    int port = Integer.parseInt(text);
    return port >= 1 && port <= 65535 ? OptionalInt.of(port) : OptionalInt.empty();
  }

  /// As it is written.
  @Override
  public String toString() {
    return user.map(name -> name + "@").orElse("")
        + (host.contains(":") ? "[" + host + "]" : host)
        + (port.isPresent() ? ":" + port.getAsInt() : "");
  }
}
