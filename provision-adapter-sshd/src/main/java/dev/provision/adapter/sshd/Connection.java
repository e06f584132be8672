package dev.provision.adapter.sshd;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.ClientFactoryManager;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// A client session that verifies its host by the check it was made with, and remembers what ended
/// it.
final class Connection extends ClientSessionImpl {
  /// How a connection's host is verified. A connection without one trusts nobody.
  static final AttributeKey<HostKeyCheck> CHECK = new AttributeKey<>();

  private final AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();
  private volatile boolean disconnected;

  Connection(ClientFactoryManager client, IoSession ioSession) throws Exception {
    super(client, ioSession);
    HostKeyCheck check = getConnectionContext().getAttribute(CHECK);
    if (check != null) {
      setServerKeyVerifier(check);
      setSignatureFactories(Algorithms.signaturesPreferring(check.knownTypes()));
    }
  }

  LoginService login() {
    return getService(LoginService.class);
  }

  /// Whether the host ended the connection with a message, rather than just dropping it.
  boolean disconnectedByHost() {
    return disconnected;
  }

  /// Why the connection ended, as far as anything was said.
  @Nullable Throwable cause() {
    return cause.get();
  }

  /// The words of [#cause()].
  @Nullable String reason() {
    Throwable t = cause.get();
    return t == null ? null : t.getMessage();
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
