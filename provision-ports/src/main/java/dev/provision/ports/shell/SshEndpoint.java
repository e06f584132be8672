package dev.provision.ports.shell;

import java.util.ArrayList;
import java.util.List;

/// Where a node's SSH server is, who we are there, and how it is recognized.
///
/// @param host an address or a host name
/// @param port usually 22
/// @param user the login
/// @param logins tried in this order
/// @param trust which host key is accepted
/// @param hostName what the host is called in known hosts; usually the same as `host`
/// @param sudo whether the steps are applied as root by way of `sudo`
public record SshEndpoint(
    String host,
    int port,
    String user,
    List<Login> logins,
    HostTrust trust,
    String hostName,
    boolean sudo) {

  /// Copies the logins.
  public SshEndpoint {
    logins = List.copyOf(logins);
  }

  /// The same endpoint with further logins, tried after its own.
  public SshEndpoint withMoreLogins(List<Login> more) {
    List<Login> all = new ArrayList<>(logins);
    all.addAll(more);
    return new SshEndpoint(host, port, user, all, trust, hostName, sudo);
  }

  @Override
  public String toString() {
    String address = host.contains(":") ? "[" + host + "]" : host;
    return user + "@" + address + (port == 22 ? "" : ":" + port);
  }
}
