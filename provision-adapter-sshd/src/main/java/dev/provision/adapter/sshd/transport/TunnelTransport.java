package dev.provision.adapter.sshd.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.jspecify.annotations.Nullable;

/// What a connection over a [Tunnel] takes for its socket.
///
/// A channel takes one write after the other; the others wait here, and nobody waits for them.
///
/// Tested by `JumpTest` and `SilentConnectionTest`.
final class TunnelTransport extends AbstractCloseable implements IoSession {
  /// A write that has not been finished.
  private static final class Write extends AbstractIoWriteFuture {
    private final Buffer bytes;

    Write(Buffer bytes) {
      super("tunnel", null);
      this.bytes = bytes;
    }
  }

  private final Tunnel tunnel;
  private final IoHandler sessions;
  private final Map<Object, Object> attributes = new HashMap<>();
  private final Queue<Write> writes = new ArrayDeque<>();
  private boolean writing;

  TunnelTransport(Tunnel tunnel, IoHandler sessions) {
    this.tunnel = tunnel;
    this.sessions = sessions;
  }

  /// The connection that the channel belongs to.
  Connection carrier() {
    return (Connection) tunnel.getSession();
  }

  @Override
  public long getId() {
    return tunnel.getChannelId();
  }

  @Override
  public @Nullable Object getAttribute(Object key) {
    synchronized (attributes) {
      return attributes.get(key);
    }
  }

  @Override
  public @Nullable Object setAttribute(Object key, Object value) {
    synchronized (attributes) {
      return attributes.put(key, value);
    }
  }

  @Override
  public @Nullable Object setAttributeIfAbsent(Object key, Object value) {
    synchronized (attributes) {
      return attributes.putIfAbsent(key, value);
    }
  }

  @Override
  public @Nullable Object removeAttribute(Object key) {
    synchronized (attributes) {
      return attributes.remove(key);
    }
  }

  @Override
  public SocketAddress getRemoteAddress() {
    SshdSocketAddress remote = tunnel.getRemoteSocketAddress();
    return InetSocketAddress.createUnresolved(remote.getHostName(), remote.getPort());
  }

  @Override
  public SocketAddress getLocalAddress() {
    return tunnel.getSession().getIoSession().getLocalAddress();
  }

  @Override
  public @Nullable SocketAddress getAcceptanceAddress() {
    return null;
  }

  @Override
  public IoService getService() {
    return tunnel.getSession().getIoSession().getService();
  }

  @Override
  public IoWriteFuture writeBuffer(Buffer buffer) {
    // A copy of its own: the channel would put its header before the bytes of a packet of ours.
    Write write = new Write(new ByteArrayBuffer(buffer.getCompactData()));
    boolean closing;
    synchronized (writes) {
      closing = isClosing();
      if (!closing) {
        writes.add(write);
      }
    }
    if (closing) {
      write.setValue(new ClosedChannelException());
    } else {
      writeOn();
    }
    return write;
  }

  private void writeOn() {
    for (Write next = take(); next != null; next = take()) {
      Write write = next;
      try {
        IoWriteFuture sent = tunnel.getAsyncIn().writeBuffer(write.bytes);
        if (!sent.isDone()) {
          sent.addListener(
              done -> {
                finish(write, done);
                writeOn();
              });
          return;
        }
        finish(write, sent);
      } catch (IOException | RuntimeException e) {
        write.setValue(e);
        failed(e);
        return;
      }
    }
  }

  /// The next write, if none is under way.
  private @Nullable Write take() {
    synchronized (writes) {
      if (writing || writes.isEmpty()) {
        return null;
      }
      writing = true;
      return writes.remove();
    }
  }

  private void finish(Write write, IoWriteFuture sent) {
    synchronized (writes) {
      writing = false;
    }
    if (sent.getException() == null) {
      write.setValue(true);
    } else {
      write.setValue(sent.getException());
      failed(sent.getException());
    }
  }

  /// Tells the connection, which is over; on another thread, since this one may hold a lock that
  /// closing wants (see [AsyncSockets]).
  void failed(Throwable reason) {
    Thread.ofVirtual().name("provision-ssh-failure").start(() -> end(reason));
  }

  private void end(Throwable reason) {
    if (!isClosing()) {
      try {
        sessions.exceptionCaught(this, reason);
      } catch (Exception e) {
        log.debug("end({}) {}", this, e.toString());
      }
    }
    close(true);
  }

  @Override
  protected void doCloseImmediately() {
    synchronized (writes) {
      for (Write write = writes.poll(); write != null; write = writes.poll()) {
        write.setValue(new ClosedChannelException());
      }
    }
    tunnel.close(true);
    super.doCloseImmediately();
    try {
      sessions.sessionClosed(this);
    } catch (Exception e) {
      log.debug("doCloseImmediately({}) {}", this, e.toString());
    }
  }

  @Override
  public void shutdownOutputStream() {}

  @Override
  public void suspendRead() {}

  @Override
  public void resumeRead() {}

  @Override
  public String toString() {
    return "TunnelTransport[" + tunnel + "]";
  }
}
