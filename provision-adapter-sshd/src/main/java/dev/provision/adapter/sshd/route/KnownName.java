package dev.provision.adapter.sshd.route;

import java.util.Optional;

/// What a host is called in known hosts.
///
/// @param host its name alone; certificates name it so
/// @param entry the name that lines begin with, such as `[192.0.2.7]:2222`
/// @param portless the name without the port, if that is another one; keys of such lines count, too
public record KnownName(String host, String entry, Optional<String> portless) {
  private static final int SSH = 22;

  /// The name of a server at a port.
  public static KnownName of(String host, int port) {
    return port == SSH
        ? new KnownName(host, host, Optional.empty())
        : new KnownName(host, "[" + host + "]:" + port, Optional.of(host));
  }

  /// A name that stands for the server, whatever its port.
  static KnownName alias(String name) {
    return new KnownName(name, name, Optional.empty());
  }
}
