package dev.provision.adapter.sshd;

import java.time.Duration;
import org.apache.sshd.client.session.AbstractClientSession;
import org.apache.sshd.client.session.ClientConnectionService;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;

/// Asks the host from time to time for an answer, and ends the connection when nothing has come
/// from it for [#UNANSWERED] intervals, as OpenSSH's `ServerAliveInterval` does.
///
/// Any byte from the host counts: behind megabytes of a delivery, a question and its answer may
/// take longer than that over a slow line, though the host is well. The library counts answers
/// only, and not at all while keys are exchanged anew.
final class KeepAlive extends ClientConnectionService {
  /// So often nothing may come from the host.
  static final int UNANSWERED = 3;

  static final ServiceFactory FACTORY =
      new ServiceFactory() {
        @Override
        public String getName() {
          return "ssh-connection";
        }

        @Override
        public Service create(Session session) throws SshException {
          return new KeepAlive((Connection) session);
        }
      };

  private int silent;

  private KeepAlive(Connection connection) throws SshException {
    super((AbstractClientSession) connection);
  }

  @Override
  protected boolean sendHeartBeat() {
    Connection connection = (Connection) getSession();
    outstandingHeartbeats.set(0);
    silent = connection.heardSomething() ? 0 : silent + 1;
    if (silent <= UNANSWERED) {
      return super.sendHeartBeat();
    }
    Duration silence = heartbeatInterval.multipliedBy(silent);
    connection.exceptionCaught(
        new SshException(
            "the host stopped answering: nothing has come from it for "
                + silence.toMillis() / 1000.0
                + " s"));
    return false;
  }
}
