package dev.provision.adapter.sshd.route;

import dev.provision.adapter.sshd.config.HostConfig;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.SshEndpoint;

/// A host to connect to, on the way or at its end, with nothing left open.
///
/// @param endpoint the host as it was asked for, with port and login filled in
/// @param address the name or address to connect to
/// @param knownAs what known hosts and certificates call it
/// @param trust which host key is accepted
/// @param config what the user's configuration says about it
/// @param doing what is being done, for people
public record Hop(
    SshEndpoint endpoint,
    String address,
    KnownName knownAs,
    HostTrust trust,
    HostConfig config,
    String doing) {

  public int port() {
    return endpoint.port().orElseThrow();
  }

  public String user() {
    return endpoint.user().orElseThrow();
  }

  /// Where it listens, for people.
  public String place() {
    String bracketed = address.contains(":") ? "[" + address + "]" : address;
    String name =
        address.equals(endpoint.host()) ? bracketed : endpoint.host() + " at " + bracketed;
    return name + " port " + port();
  }
}
