package dev.provision.adapter.sshd;

import dev.provision.adapter.sshd.config.SshConfigException;
import dev.provision.adapter.sshd.route.Hop;
import dev.provision.adapter.sshd.time.AttemptLimit;
import dev.provision.adapter.sshd.time.BoundedCall;
import dev.provision.adapter.sshd.time.TimeAllowance;
import dev.provision.adapter.sshd.time.TimeLimits;
import dev.provision.adapter.sshd.transport.Connection;
import dev.provision.adapter.sshd.transport.Tunnel;
import dev.provision.adapter.sshd.trust.HostKeyCheck;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes connections whose key exchange is under way, directly or through another host.
///
/// Tested by `ConnectingTest` and `JumpTest`.
final class Dialer {
  private static final Logger LOG = LoggerFactory.getLogger("provision.ssh");

  /// What the library says where a connection has ended before it was noted.
  private static final String AT_ONCE = "No session attached";

  private final SshClient client;
  private final TimeLimits limits;

  Dialer(SshClient client, TimeLimits limits) {
    this.client = client;
    this.limits = limits;
  }

  TimeLimits limits() {
    return limits;
  }

  /// Connects to the first of the host's addresses that answers.
  ///
  /// @param waiting for this attempt
  Connection direct(Hop hop, HostKeyCheck check, TimeAllowance waiting)
      throws NotYetException, InterruptedException {
    List<InetAddress> addresses = addresses(hop, waiting);
    waiting.observer().awaiting(hop.place() + " to take the connection", waiting.left());
    NotYetException last = null;
    for (int i = 0; i < addresses.size(); i++) {
      try {
        Duration share = waiting.left().dividedBy(addresses.size() - i);
        LOG.debug(
            "connecting to {} at {}, for at most {}",
            hop.place(),
            addresses.get(i).getHostAddress(),
            share);
        return direct(hop, addresses.get(i), check, share);
      } catch (NotYetException e) {
        last = last == null ? e : last;
      }
    }
    throw last == null ? new NotYetException("no address of " + hop.place()) : last;
  }

  private static List<InetAddress> addresses(Hop hop, TimeAllowance waiting)
      throws NotYetException, InterruptedException {
    try {
      Optional<StandardProtocolFamily> family = hop.config().family();
      List<InetAddress> suitable = new ArrayList<>();
      for (InetAddress address : resolve(hop, waiting)) {
        boolean four = address instanceof Inet4Address;
        if (family.isEmpty() || four == (family.get() == StandardProtocolFamily.INET)) {
          suitable.add(address);
        }
      }
      if (suitable.isEmpty()) {
        throw unreachable(
            hop, hop.address() + " has no address of the family " + kind(family), null);
      }
      return suitable;
    } catch (UnknownHostException e) {
      throw unreachable(hop, "the host name " + hop.address() + " cannot be resolved", e);
    } catch (SshConfigException e) {
      throw misconfigured(hop, e);
    }
  }

  private static String kind(Optional<StandardProtocolFamily> family) {
    String name = family.equals(Optional.of(StandardProtocolFamily.INET6)) ? "inet6" : "inet";
    return name + ", required by AddressFamily";
  }

  private static InetAddress[] resolve(Hop hop, TimeAllowance waiting)
      throws UnknownHostException, NotYetException, InterruptedException {
    String name = hop.address();
    if (isLiteral(name)) {
      return InetAddress.getAllByName(name);
    }
    waiting.observer().awaiting("the address of " + name, waiting.left());
    Duration limit = waiting.left();
    try (BoundedCall<InetAddress[]> call =
        new BoundedCall<>(() -> InetAddress.getAllByName(name))) {
      return call.result(limit);
    } catch (TimeoutException e) {
      throw NotYetException.late(
          "the name servers did not resolve " + name + " within " + AttemptLimit.words(limit));
    } catch (UnknownHostException e) {
      throw e;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isLiteral(String name) {
    try {
      InetAddress _ = InetAddress.ofLiteral(name);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static ShellException misconfigured(Hop hop, SshConfigException e) {
    return new ShellException(
        new ShellFailure.Misconfigured(hop.doing(), String.valueOf(e.getMessage())), e);
  }

  private static ShellException unreachable(Hop hop, String reason, @Nullable Throwable cause) {
    return new ShellException(new ShellFailure.Unreachable(hop.doing(), reason), cause);
  }

  private Connection direct(Hop hop, InetAddress address, HostKeyCheck check, Duration limit)
      throws NotYetException, InterruptedException {
    HostConfigEntry host =
        new HostConfigEntry("", address.getHostAddress(), hop.port(), hop.user());
    try {
      ConnectFuture future = client.connect(host, context(hop, check), from(hop));
      try {
        if (!future.await(limit)) {
          throw NotYetException.late("no answer from " + hop.place());
        }
      } finally {
        if (!future.isDone()) {
          future.cancel();
        }
      }
      Throwable failure = future.getException();
      if (failure != null) {
        throw notYet(hop, failure);
      }
      return (Connection) future.getSession();
    } catch (InterruptedIOException e) {
      Thread.interrupted();
      throw (InterruptedException) new InterruptedException().initCause(e);
    } catch (IOException e) {
      throw notYet(hop, e);
    }
  }

  private AttributeRepository context(Hop hop, HostKeyCheck check) {
    try {
      return AttributeRepository.ofAttributesMap(
          Map.of(Connection.CHECK, check, Connection.ALIVE, hop.config().alive(limits.alive())));
    } catch (SshConfigException e) {
      throw misconfigured(hop, e);
    }
  }

  private static @Nullable InetSocketAddress from(Hop hop) {
    return hop.config()
        .bindAddress()
        .map(address -> new InetSocketAddress(address, 0))
        .orElse(null);
  }

  private static NotYetException notYet(Hop hop, Throwable failure) {
    HopConnector.refuseIncompatible(hop, failure);
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String words = Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName());
    // What another attempt has heard says more than an end without a word.
    return words.startsWith(AT_ONCE)
        ? NotYetException.late(hop.place() + " closed the connection immediately")
        : new NotYetException("cannot reach " + hop.place() + ": " + words);
  }

  /// Connects through a host that has been verified and has let us in.
  Connection through(Connection carrier, Hop hop, HostKeyCheck check, TimeAllowance waiting)
      throws NotYetException, InterruptedException {
    try {
      waiting.observer().awaiting(carrier.name() + " to connect to " + hop.place(), waiting.left());
      return Tunnel.open(client, carrier, hop, context(hop, check), waiting.left());
    } catch (InterruptedIOException e) {
      Thread.interrupted();
      throw (InterruptedException) new InterruptedException().initCause(e);
    } catch (TimeoutException e) {
      throw NotYetException.late(
          carrier.name() + " did not connect to " + hop.place() + " in time");
    } catch (IOException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SshChannelOpenException refusal) {
          throw refused(carrier, hop, refusal);
        }
      }
      throw notYet(hop, e);
    }
  }

  /// A host that may not pass us on will not do so later; one that cannot reach the next may.
  private static NotYetException refused(Connection carrier, Hop hop, SshChannelOpenException e) {
    String name = carrier.name();
    if (e.getReasonCode() == SshConstants.SSH_OPEN_CONNECT_FAILED) {
      return new NotYetException(
          name + " cannot reach " + hop.place() + " (" + e.getMessage() + ")");
    }
    throw unreachable(
        hop,
        name
            + " does not allow forwarding to "
            + hop.place()
            + " ("
            + e.getMessage()
            + "); its sshd_config must have AllowTcpForwarding yes (or local) and a matching"
            + " PermitOpen, and the options of the key there must not forbid it",
        e);
  }
}
