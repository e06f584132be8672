package dev.provision.adapter.sshd.transport;

import java.time.Duration;
import org.apache.sshd.client.session.AbstractClientSession;
import org.apache.sshd.client.session.ClientConnectionService;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.core.CoreModuleProperties;

/// Asks the host from time to time for an answer, and ends the connection when nothing has come
/// from it for a number of intervals, as OpenSSH's `ServerAliveInterval` does.
///
/// Any byte from the host counts: behind megabytes of an archive, a question and its answer may
/// take longer than that over a slow line, though the host is well. The library counts answers
/// only, and not at all while keys are exchanged anew.
final class KeepAlive extends ClientConnectionService {
  static final ServiceFactory FACTORY =
      new ServiceFactory() {
        @Override
        public String getName() {
          return "ssh-connection";
        }

        @Override
        public Service create(Session session) throws SshException {
          Connection connection = (Connection) session;
          CoreModuleProperties.HEARTBEAT_INTERVAL.set(session, connection.alive().interval());
          return new KeepAlive(connection);
        }
      };

  private final int unanswered;
  private long askedAt = System.nanoTime();
  private int silent;

  private KeepAlive(Connection connection) throws SshException {
    super((AbstractClientSession) connection);
    this.unanswered = connection.alive().unanswered();
  }

  @Override
  protected boolean sendHeartBeat() {
    Connection connection = (Connection) getSession();
    outstandingHeartbeats.set(0);
    long now = System.nanoTime();
    silent = connection.silence().toNanos() < now - askedAt ? 0 : silent + 1;
    askedAt = now;
    if (silent <= unanswered) {
      return super.sendHeartBeat();
    }
    Duration silence = connection.silence();
    connection.exceptionCaught(
        new SshException(
            "the host stopped responding: no data from it for "
                + silence.toSeconds()
                + " s (ServerAliveInterval, ServerAliveCountMax)"));
    return false;
  }
}
