package dev.provision.ports.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Where a node's SSH server is, who logs in, and which host key is accepted.
///
/// The user's SSH configuration ([ShellSettings]) supplies what is not set here; the defaults are
/// port 22 and the login user user `root`. The configuration can also add logins and jump hosts,
/// and map the host's name to an address.
///
/// @param host an address or a host name
/// @param port usually 22
/// @param user the login user
/// @param logins tried in this order
/// @param trust which host key is accepted
/// @param hostName the host's name in known hosts; usually the same as `host`
/// @param privilege the user as whom the steps are applied
/// @param via jump hosts, in this order; each is verified and logged in to like the node itself
public record SshEndpoint(
    String host,
    OptionalInt port,
    Optional<String> user,
    List<Login> logins,
    HostTrust trust,
    String hostName,
    Privilege privilege,
    List<SshEndpoint> via) {

  /// Copies the lists.
  public SshEndpoint {
    logins = List.copyOf(logins);
    via = List.copyOf(via);
  }

  /// An endpoint whose steps are applied as the login user, reached directly.
  public SshEndpoint(String host, int port, String user, List<Login> logins, HostTrust trust) {
    this(
        host,
        OptionalInt.of(port),
        Optional.of(user),
        logins,
        trust,
        host,
        new Privilege.None(),
        List.of());
  }

  /// The same endpoint with additional logins, tried after its own.
  public SshEndpoint withMoreLogins(List<Login> more) {
    List<Login> all = new ArrayList<>(logins);
    all.addAll(more);
    return withLogins(all);
  }

  /// The same endpoint with other logins.
  public SshEndpoint withLogins(List<Login> others) {
    return new SshEndpoint(host, port, user, others, trust, hostName, privilege, via);
  }

  /// The same endpoint at another port.
  public SshEndpoint withPort(int other) {
    return new SshEndpoint(
        host, OptionalInt.of(other), user, logins, trust, hostName, privilege, via);
  }

  /// The same endpoint with another login.
  public SshEndpoint withUser(String other) {
    return new SshEndpoint(host, port, Optional.of(other), logins, trust, hostName, privilege, via);
  }

  /// The same endpoint with another trust.
  public SshEndpoint withTrust(HostTrust other) {
    return new SshEndpoint(host, port, user, logins, other, hostName, privilege, via);
  }

  /// The same endpoint under another name in known hosts.
  public SshEndpoint withHostName(String other) {
    return new SshEndpoint(host, port, user, logins, trust, other, privilege, via);
  }

  /// The same endpoint with another privilege.
  public SshEndpoint withPrivilege(Privilege other) {
    return new SshEndpoint(host, port, user, logins, trust, hostName, other, via);
  }

  /// The same endpoint, reached through these hosts.
  public SshEndpoint withVia(List<SshEndpoint> hosts) {
    return new SshEndpoint(host, port, user, logins, trust, hostName, privilege, hosts);
  }

  /// In OpenSSH's form, without what is not set: `[USER@]HOST[:PORT]`.
  @Override
  public String toString() {
    String address = host.contains(":") ? "[" + host + "]" : host;
    return user.map(name -> name + "@").orElse("")
        + address
        + (port.orElse(22) == 22 ? "" : ":" + port.getAsInt());
  }
}
