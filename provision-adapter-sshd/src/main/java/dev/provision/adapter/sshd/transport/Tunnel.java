package dev.provision.adapter.sshd.transport;

import dev.provision.adapter.sshd.route.Hop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.jspecify.annotations.Nullable;

/// A channel through one host to the next, which carries that one's connection.
///
/// Not the library's own way, a port on this machine: any other user could connect to that.
///
/// Tested by `JumpTest`.
public final class Tunnel extends ChannelDirectTcpip {
  private static final SshdSocketAddress ORIGIN = new SshdSocketAddress("127.0.0.1", 0);

  private final IoHandler sessions;
  private final AttributeRepository context;
  private @Nullable TunnelTransport transport;

  private Tunnel(IoHandler sessions, Hop hop, AttributeRepository context) {
    super(ORIGIN, new SshdSocketAddress(hop.address(), hop.port()));
    this.sessions = sessions;
    this.context = context;
    setStreaming(Streaming.Async);
  }

  /// Opens a channel and starts a connection over it.
  ///
  /// @throws IOException caused by an
  ///   [org.apache.sshd.common.channel.exception.SshChannelOpenException] if the host on the way
  ///   refuses
  /// @throws TimeoutException if it does not answer
  public static Connection open(
      SshClient client, Connection carrier, Hop hop, AttributeRepository context, Duration limit)
      throws IOException, TimeoutException {
    Tunnel tunnel = new Tunnel(client.getSessionFactory(), hop, context);
    carrier.acknowledgeAtOnce();
    carrier.getService(ConnectionService.class).registerChannel(tunnel);
    boolean done = false;
    try {
      OpenFuture opening = tunnel.open();
      if (!opening.await(limit)) {
        throw new TimeoutException();
      }
      opening.verify();
      Connection connection = (Connection) AbstractSession.getSession(tunnel.transport());
      connection.setUsername(hop.user());
      done = true;
      return connection;
    } finally {
      if (!done) {
        tunnel.close(true);
      }
    }
  }

  private TunnelTransport transport() {
    if (transport == null) {
      throw new IllegalStateException("the channel is not open");
    }
    return transport;
  }

  /// Here, and not on the thread that waits for the channel: what the next host says first may be
  /// right behind.
  @Override
  protected void doOpen() throws IOException {
    super.doOpen();
    TunnelTransport started = new TunnelTransport(this, sessions);
    started.setAttribute(AttributeRepository.class, context);
    transport = started;
    try {
      sessions.sessionCreated(started);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Override
  protected void doWriteData(byte[] data, int off, long len) throws IOException {
    TunnelTransport started = transport();
    try {
      sessions.messageReceived(started, new ByteArrayBuffer(data, off, Math.toIntExact(len)));
    } catch (Exception e) {
      started.failed(e);
      return;
    }
    getLocalWindow().release(len);
  }

  @Override
  protected void preClose() {
    if (transport != null) {
      transport.close(true);
    }
    super.preClose();
  }
}
