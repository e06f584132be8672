package dev.provision.adapter.sshd.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.concurrent.Executors;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.nio2.Nio2Service;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.io.nio2.Nio2Session;
import org.apache.sshd.common.util.threads.NoCloseExecutor;

/// The library's asynchronous sockets, except that a failure is handled on a thread of its own, and
/// that addresses that do not answer keep nobody waiting.
///
/// A write may fail on the very thread that asked for it, which holds a lock for reading while it
/// writes. Closing the connection takes that lock for writing, and so would wait for itself: one
/// such connection would take one of the few threads from all the others, for good (MINA issue 909,
/// in 3.0.0-M5).
///
/// The library also keeps a thread per connection that is being made, of as few as there are for
/// all that is connected: two hosts that do not answer would hold up all others.
public final class AsyncSockets extends Nio2ServiceFactory {
  public static final IoServiceFactoryFactory FACTORY =
      new Nio2ServiceFactoryFactory() {
        @Override
        public IoServiceFactory create(FactoryManager manager) {
          return new AsyncSockets(manager);
        }
      };

  private AsyncSockets(FactoryManager manager) {
    super(manager, null, new NoCloseExecutor(Executors.newVirtualThreadPerTaskExecutor()));
  }

  @Override
  public Nio2Session createSession(
      Nio2Service service,
      IoHandler handler,
      AsynchronousSocketChannel socket,
      SocketAddress address)
      throws IOException {
    return new Nio2Session(service, getFactoryManager(), handler, socket, address) {
      @Override
      protected void exceptionCaught(Throwable exc) {
        Thread.ofVirtual().name("provision-ssh-failure").start(() -> super.exceptionCaught(exc));
      }
    };
  }
}
