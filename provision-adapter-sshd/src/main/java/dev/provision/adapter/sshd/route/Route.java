package dev.provision.adapter.sshd.route;

import dev.provision.adapter.sshd.config.ConfigValues.Given;
import dev.provision.adapter.sshd.config.HostConfig;
import dev.provision.adapter.sshd.config.HostQuery;
import dev.provision.adapter.sshd.config.JumpHost;
import dev.provision.adapter.sshd.config.SshConfig;
import dev.provision.adapter.sshd.config.SshConfigException;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.LocalUser;
import dev.provision.ports.shell.Privilege;
import dev.provision.ports.shell.SshEndpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Works out which hosts a connection goes through, and fills in what the endpoint leaves open.
///
/// Tested by `JumpTest`.
public final class Route {
  private static final int LONGEST = 16;

  private final SshConfig config;
  private final LocalUser user;

  public Route(SshConfig config, LocalUser user) {
    this.config = config;
    this.user = user;
  }

  /// The hosts in the order in which they are connected to; the endpoint's is the last one.
  public List<Hop> to(SshEndpoint endpoint) throws SshConfigException {
    List<Found> found = new ArrayList<>();
    find(endpoint, endpoint.via(), Optional.empty(), found);
    String target = found.getLast().written().toString();
    List<Hop> hops = new ArrayList<>();
    for (Found one : found) {
      boolean last = hops.size() == found.size() - 1;
      String doing = "connecting to " + one.written() + (last ? "" : ", on the way to " + target);
      hops.add(hop(one, last ? hops : List.of(), doing));
    }
    return hops;
  }

  /// A host of the route.
  ///
  /// @param endpoint as it was asked for
  /// @param config what is said about it
  /// @param fromConfig whether the configuration named it, so that it is the user's known hosts
  ///   that must know it
  private record Found(SshEndpoint endpoint, HostConfig config, boolean fromConfig) {
    SshEndpoint written() throws SshConfigException {
      return endpoint.withPort(config.port()).withUser(config.user());
    }

    boolean isSame(Found other) throws SshConfigException {
      return config.hostName().equals(other.config.hostName())
          && config.port() == other.config.port()
          && config.user().equals(other.config.user());
    }
  }

  /// Adds the host, behind those that lead to it.
  ///
  /// @param via those that are asked for; if there is none, the configuration may name some
  /// @param because what led to this host, if the configuration did
  private void find(
      SshEndpoint endpoint, List<SshEndpoint> via, Optional<Given> because, List<Found> found)
      throws SshConfigException {
    HostConfig said = said(endpoint);
    Found here = new Found(endpoint, said, because.isPresent());
    for (Found other : found) {
      if (other.isSame(here) && because.isPresent()) {
        throw circle(because.get(), endpoint);
      }
    }
    found.addFirst(here);
    if (found.size() > LONGEST) {
      throw new SshConfigException("more than " + LONGEST + " jump hosts");
    }
    Optional<Given> jump = via.isEmpty() ? said.proxyJump() : Optional.empty();
    List<SshEndpoint> before = jump.isEmpty() ? via : endpoints(jump.get());
    for (int i = before.size() - 1; i >= 0; i--) {
      SshEndpoint next = before.get(i);
      if (i == 0) {
        find(next, next.via(), jump, found);
      } else {
        found.addFirst(new Found(next, said(next), jump.isPresent()));
      }
    }
  }

  private HostConfig said(SshEndpoint endpoint) throws SshConfigException {
    return config.of(new HostQuery(endpoint.host(), endpoint.port(), endpoint.user()));
  }

  private static SshConfigException circle(Given because, SshEndpoint endpoint) {
    return SshConfigException.at(
        because.place(),
        "ProxyJump has a cycle: to "
            + endpoint
            + " through itself; put 'Host "
            + endpoint.host()
            + "' with 'ProxyJump none' before that line");
  }

  private static List<SshEndpoint> endpoints(Given jump) throws SshConfigException {
    List<SshEndpoint> endpoints = new ArrayList<>();
    for (JumpHost host : JumpHost.parse(jump)) {
      endpoints.add(
          new SshEndpoint(
              host.host(),
              host.port(),
              host.user(),
              List.of(),
              new HostTrust.KnownHosts(List.of()),
              host.host(),
              new Privilege.None(),
              List.of()));
    }
    return endpoints;
  }

  private Hop hop(Found found, List<Hop> before, String doing) throws SshConfigException {
    SshEndpoint complete =
        found
            .written()
            .withTrust(trust(found))
            .withVia(before.stream().map(Hop::endpoint).toList());
    return new Hop(
        complete,
        found.config().hostName(),
        knownAs(found),
        complete.trust(),
        found.config(),
        doing);
  }

  private static KnownName knownAs(Found found) throws SshConfigException {
    SshEndpoint endpoint = found.endpoint();
    if (!endpoint.hostName().equals(endpoint.host())) {
      return KnownName.of(endpoint.hostName(), found.config().port());
    }
    return found
        .config()
        .hostKeyAlias()
        .map(KnownName::alias)
        .orElse(KnownName.of(found.config().hostName(), found.config().port()));
  }

  private HostTrust trust(Found found) throws SshConfigException {
    if (found.fromConfig()) {
      return new HostTrust.KnownHosts(found.config().knownHosts());
    }
    return switch (found.endpoint().trust()) {
      case HostTrust.KnownKeys keys -> keys;
      case HostTrust.AwaitedKey key -> key;
      case HostTrust.KnownHosts(List<Path> files) ->
          new HostTrust.KnownHosts(knownHosts(files, found.config()));
      case HostTrust.AcceptNew(List<Path> files, Path record) ->
          new HostTrust.AcceptNew(knownHosts(files, found.config()), record);
    };
  }

  /// The user's `known_hosts` is where the user's configuration says.
  private List<Path> knownHosts(List<Path> files, HostConfig said) throws SshConfigException {
    Path usual = user.home().resolve(".ssh/known_hosts");
    Set<Path> all = new LinkedHashSet<>();
    for (Path file : files) {
      if (file.equals(usual) && said.isFollowed()) {
        all.addAll(said.knownHosts());
      } else {
        all.add(file);
      }
    }
    return List.copyOf(all);
  }
}
