package dev.provision.adapter.sshd.transport;

import dev.provision.adapter.sshd.key.HostProof;
import dev.provision.adapter.sshd.key.SignatureAlgorithms;
import dev.provision.adapter.sshd.time.TimeLimits;
import dev.provision.adapter.sshd.time.TimeLimits.Liveness;
import dev.provision.adapter.sshd.trust.HostKeyCheck;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import jdk.net.ExtendedSocketOptions;
import org.apache.sshd.client.ClientFactoryManager;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.filter.InputHandler;
import org.apache.sshd.common.filter.IoFilter;
import org.apache.sshd.common.filter.OutputHandler;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.io.nio2.Nio2Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// A client session that verifies its host by the check it was made with, and remembers what ended
/// it.
///
/// Tested by `SilentConnectionTest` and `WaitingTest`.
public final class Connection extends ClientSessionImpl {
  /// How a connection's host is verified. A connection without one trusts nobody.
  public static final AttributeKey<HostKeyCheck> CHECK = new AttributeKey<>();

  /// How it is noticed that the host has vanished.
  public static final AttributeKey<Liveness> ALIVE = new AttributeKey<>();

  private static final int MOST_UNSENT = 10_000;
  private static final int MOST_WORDS = 200;

  private final AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();
  private volatile long heardAt = System.nanoTime();
  private final String name;
  private final Optional<InetSocketAddress> certified;
  private final AtomicInteger unsent = new AtomicInteger();
  private volatile boolean disconnected;
  private volatile String greeting = "";
  private volatile @Nullable HostProof proof;

  Connection(ClientFactoryManager client, IoSession ioSession) throws Exception {
    super(client, ioSession);
    HostKeyCheck check = getConnectionContext().getAttribute(CHECK);
    name = check == null ? "" : check.hostName();
    certified = check == null ? Optional.empty() : Optional.of(check.certifiedAs());
    if (check != null) {
      setServerKeyVerifier(check);
      setSignatureFactories(
          SignatureAlgorithms.hostSignatures(check.knownTypes(), check.expectsCertificate()));
    }
  }

  /// What the library compares a host certificate with: not the address, but what we call the host.
  @Override
  public @Nullable SocketAddress getConnectAddress() {
    return certified.isPresent() ? certified.get() : super.getConnectAddress();
  }

  /// Closes the connection that carries this one when this one is closed.
  public void endWith(Connection carrier) {
    addCloseFutureListener(_ -> carrier.close(true));
  }

  /// The host, for people.
  public String name() {
    return name;
  }

  /// Takes note of what a key exchange has brought. Only the first counts: later ones give new
  /// keys, but no new session.
  void prove(Supplier<HostProof> found) {
    if (proof == null) {
      proof = found.get();
    }
  }

  /// What the host has proved to be; once it is verified, and even when the connection has ended.
  public HostProof proof() {
    return Objects.requireNonNull(proof);
  }

  public LoginService login() {
    return getService(LoginService.class);
  }

  @Override
  protected void setupFilterChain() {
    super.setupFilterChain();
    getFilterChain()
        .addFirst(
            new IoFilter() {
              @Override
              public InputHandler in() {
                return bytes -> {
                  heardAt = System.nanoTime();
                  owner().passOn(bytes);
                };
              }

              @Override
              public @Nullable OutputHandler out() {
                return null;
              }
            });
  }

  /// For how long nothing has come from the host.
  public Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heardAt);
  }

  /// Whether nothing comes from the host although it is asked.
  public boolean isMute() {
    return silence().compareTo(alive().interval().multipliedBy(2)) > 0;
  }

  /// How it is noticed that the host has vanished.
  public Liveness alive() {
    Liveness given = getConnectionContext().getAttribute(ALIVE);
    return given == null ? TimeLimits.usual().alive() : given;
  }

  /// The lines that the host has sent instead of its version; empty if there are none.
  public String greeting() {
    return greeting;
  }

  @Override
  protected void signalReadPeerIdentificationLine(String line, List<String> before)
      throws Exception {
    super.signalReadPeerIdentificationLine(line, before);
    if (!line.startsWith("SSH-")) {
      String all = (String.join(" ", before) + " " + line).strip();
      greeting = all.substring(0, Math.min(all.length(), MOST_WORDS));
    }
  }

  @Override
  protected void signalPeerIdentificationReceived(String version, List<String> extraLines)
      throws Exception {
    super.signalPeerIdentificationReceived(version, extraLines);
    greeting = "";
    login().stage("end of the key exchange");
  }

  /// Acknowledges what comes next at once. OpenSSH's server sends two small packets before the
  /// first channel, and the second waits for the acknowledgment of the first, which a system delays
  /// by 40 ms as long as it has nothing to send.
  public void acknowledgeAtOnce() {
    if (getIoSession() instanceof TunnelTransport tunnel) {
      tunnel.carrier().acknowledgeAtOnce();
    } else if (getIoSession() instanceof Nio2Session session
        && session.getSocket().supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK)) {
      try {
        session.getSocket().setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
      } catch (IOException e) {
        exceptionCaught(e);
      }
    }
  }

  /// Whether the host ended the connection with a message, rather than just dropping it.
  public boolean disconnectedByHost() {
    return disconnected;
  }

  /// Why the connection ended, as far as anything was said.
  @Nullable
  public Throwable cause() {
    return cause.get();
  }

  /// The words of [#cause()], or else why the connection ended that carries this one.
  @Nullable
  public String reason() {
    Throwable t = cause.get();
    if (t != null && t.getMessage() != null) {
      return t.getMessage();
    }
    if (getIoSession() instanceof TunnelTransport tunnel) {
      String reason = tunnel.carrier().reason();
      return reason == null ? null : tunnel.carrier().name() + ": " + reason;
    }
    return null;
  }

  /// A host that asks and asks, and reads none of our answers, would fill the heap with them. What
  /// we send by ourselves waits for its turn elsewhere ([SendBacklog]).
  @Override
  public IoWriteFuture writePacket(Buffer buffer) throws IOException {
    if (unsent.get() > MOST_UNSENT) {
      throw new SshException("the host sends more requests than it reads answers");
    }
    unsent.incrementAndGet();
    IoWriteFuture future = super.writePacket(buffer);
    future.addListener(_ -> unsent.decrementAndGet());
    return future;
  }

  @Override
  public void exceptionCaught(Throwable t) {
    cause.compareAndSet(null, t);
    super.exceptionCaught(t);
  }

  @Override
  protected void handleDisconnect(int code, String msg, String lang, Buffer buffer)
      throws Exception {
    cause.compareAndSet(null, new SshException(code, msg));
    disconnected = true;
    super.handleDisconnect(code, msg, lang, buffer);
  }
}
