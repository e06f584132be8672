package dev.provision.adapter.sshd.transport;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.ClientUserAuthService;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// Hands the server's answers during the login to the thread that logs in.
///
/// It takes the place of the library's own authentication, which asks for a list of methods first,
/// asks again for each key whether it would do, sorts the methods in an order of its own, and loads
/// keys on the threads that carry all connections. The conversation itself is in `LoginDialogue`.
///
/// Tested by `WaitingTest` and `ConnectingTest`.
public final class LoginService extends ClientUserAuthService {
  static final ServiceFactory FACTORY =
      new ServiceFactory() {
        @Override
        public String getName() {
          return "ssh-userauth";
        }

        @Override
        public Service create(Session session) {
          return new LoginService(session);
        }
      };

  /// What happens during the login.
  public sealed interface Event {
    /// The host is verified, and a login may be tried.
    record Ready() implements Event {}

    /// The host has come a stage further; this is waited for next, such as `key exchange`.
    record Stage(String awaited) implements Event {}

    /// The server says something before the login, such as that it is still booting.
    record Banner(String text) implements Event {}

    /// An answer that the conversation goes on with; the buffer begins behind the command.
    record Answer(int command, Buffer buffer) implements Event {}

    /// We are in.
    record LoggedIn() implements Event {}

    /// The connection is gone.
    record Ended() implements Event {}
  }

  /// More is a host that does not wait for our words, and would fill the heap.
  private static final int MOST_EVENTS = 100;

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  private LoginService(Session session) {
    super(session);
  }

  BlockingQueue<Event> events() {
    return events;
  }

  /// Tells that the host has come a stage further.
  void stage(String awaited) {
    events.add(new Event.Stage(awaited));
  }

  @Override
  public void start() {
    events.add(new Event.Ready());
  }

  @Override
  public void process(int cmd, Buffer buffer) throws Exception {
    boolean full = events.size() >= MOST_EVENTS;
    if (full && cmd == SshConstants.SSH_MSG_USERAUTH_BANNER) {
      return;
    }
    if (full) {
      throw new SshException("the host sends unexpected messages during the login");
    }
    switch (cmd) {
      case SshConstants.SSH_MSG_USERAUTH_BANNER -> events.add(new Event.Banner(buffer.getString()));
      case SshConstants.SSH_MSG_USERAUTH_SUCCESS -> {
        // Here and not on the other thread: the next packet belongs to the next service.
        ClientSessionImpl session = (ClientSessionImpl) getClientSession();
        session.setAuthenticated();
        session.switchToNextService();
        events.add(new Event.LoggedIn());
      }
      default -> events.add(new Event.Answer(cmd, new ByteArrayBuffer(buffer.getCompactData())));
    }
  }

  @Override
  protected void preClose() {
    events.add(new Event.Ended());
    super.preClose();
  }
}
