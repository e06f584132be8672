package dev.provision.adapter.sshd;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.provision.adapter.sshd.server.HostKeyPair;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.SshEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.ServerFactoryManager;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;

/// A server that lets everybody in, but at first stops short of something, or pours out more than
/// anybody asked for.
final class StallingServer implements AutoCloseable {
  /// What it does with a connection.
  enum Whim {
    /// Nothing that is odd; commands run until they are ended, and say nothing.
    NONE(-1),
    /// Does not answer logins.
    NO_ANSWER_TO_LOGINS(SshConstants.SSH_MSG_USERAUTH_REQUEST),
    /// Opens no channels, and refuses none.
    NO_CHANNELS(SshConstants.SSH_MSG_CHANNEL_OPEN),
    /// Does not answer to commands.
    NO_REPLY_TO_COMMANDS(SshConstants.SSH_MSG_CHANNEL_REQUEST),
    /// Banners without an end in place of an answer to a login.
    BANNERS(SshConstants.SSH_MSG_USERAUTH_REQUEST),
    /// Refusals without an end.
    REFUSALS(SshConstants.SSH_MSG_USERAUTH_REQUEST),
    /// Tells that the account has expired in place of an answer, and drops the connection, as
    /// OpenSSH's server does.
    EXPIRED(SshConstants.SSH_MSG_USERAUTH_REQUEST),
    /// Tells that the system is booting, and drops the connection.
    BOOTING(SshConstants.SSH_MSG_USERAUTH_REQUEST),
    /// Messages to be ignored, without an end, in place of an answer to a login.
    IGNORED(SshConstants.SSH_MSG_USERAUTH_REQUEST),
    /// Debug messages without an end in place of a channel.
    DEBUG(SshConstants.SSH_MSG_CHANNEL_OPEN),
    /// Global requests without an end in place of a reply to a command.
    GLOBAL_REQUESTS(SshConstants.SSH_MSG_CHANNEL_REQUEST),
    /// A command's output without an end.
    STDOUT(-1),
    /// A command's errors without an end.
    STDERR(-1);

    private final int swallowed;

    Whim(int swallowed) {
      this.swallowed = swallowed;
    }
  }

  private final HostKeyPair hostKey = HostKeyPair.generate();
  private final SshServer server = SshServer.setUpDefaultServer();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger swallowed = new AtomicInteger();
  private final Whim whim;
  private final int times;

  /// @param times how often it does so
  StallingServer(Whim whim, int times) throws IOException {
    this.whim = whim;
    this.times = times;
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey.pair()));
    server.setPasswordAuthenticator((user, password, session) -> true);
    server.setCommandFactory((channel, command) -> new Talk(this.whim));
    server.setSessionFactory(
        new SessionFactory(server) {
          @Override
          protected ServerSessionImpl doCreateSession(IoSession ioSession) throws Exception {
            connections.incrementAndGet();
            return new Stalling(getServer(), ioSession);
          }
        });
    CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(server, Duration.ofMinutes(5));
    server.start();
  }

  /// How many connections there have been.
  int connections() {
    return connections.get();
  }

  SshEndpoint endpoint() {
    return new SshEndpoint(
        "127.0.0.1",
        server.getPort(),
        "somebody",
        List.of(new Login.Password(Secret.of("x"))),
        new HostTrust.KnownKeys(List.of(hostKey.publicKey())));
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  private final class Stalling extends ServerSessionImpl {
    Stalling(ServerFactoryManager manager, IoSession ioSession) throws Exception {
      super(manager, ioSession);
    }

    @Override
    protected void handleMessage(Buffer buffer) throws Exception {
      if ((buffer.array()[buffer.rpos()] & 0xff) != whim.swallowed
          || swallowed.incrementAndGet() > times) {
        super.handleMessage(buffer);
        return;
      }
      switch (whim) {
        case NONE, NO_ANSWER_TO_LOGINS, NO_CHANNELS, NO_REPLY_TO_COMMANDS, STDOUT, STDERR -> {}
        case EXPIRED ->
            turnAway("Your account has expired; please contact your system administrator.");
        case BOOTING ->
            turnAway(
                "\"System is booting up. Unprivileged users are not permitted to log in yet.\"");
        case BANNERS, REFUSALS, IGNORED, DEBUG, GLOBAL_REQUESTS ->
            Thread.ofPlatform().daemon().start(this::pour);
      }
    }

    private void turnAway(String words) throws IOException {
      Buffer buffer = createBuffer(SshConstants.SSH_MSG_USERAUTH_BANNER);
      buffer.putString(words);
      buffer.putString("");
      writePacket(buffer).addListener(_ -> getIoSession().close(false));
    }

    private void pour() {
      try {
        while (isOpen()) {
          writePacket(message()).await(Duration.ofSeconds(5));
        }
      } catch (IOException | RuntimeException e) {
        // The connection has ended, as it was to.
      }
    }

    private Buffer message() {
      String text = "x".repeat(1000);
      Buffer buffer =
          createBuffer(
              switch (whim) {
                case BANNERS -> SshConstants.SSH_MSG_USERAUTH_BANNER;
                case REFUSALS -> SshConstants.SSH_MSG_USERAUTH_FAILURE;
                case DEBUG -> SshConstants.SSH_MSG_DEBUG;
                case GLOBAL_REQUESTS -> SshConstants.SSH_MSG_GLOBAL_REQUEST;
                default -> SshConstants.SSH_MSG_IGNORE;
              });
      if (whim == Whim.DEBUG) {
        buffer.putBoolean(false);
      }
      buffer.putString(whim == Whim.REFUSALS ? "password" : text);
      if (whim == Whim.GLOBAL_REQUESTS || whim == Whim.REFUSALS) {
        buffer.putBoolean(whim == Whim.GLOBAL_REQUESTS);
      }
      if (whim == Whim.BANNERS || whim == Whim.DEBUG) {
        buffer.putString("");
      }
      return buffer;
    }
  }

  /// A command that says nothing, or no end of it.
  private static final class Talk implements Command {
    private final Whim whim;
    private OutputStream out = OutputStream.nullOutputStream();
    private OutputStream err = OutputStream.nullOutputStream();

    Talk(Whim whim) {
      this.whim = whim;
    }

    @Override
    public void setInputStream(InputStream in) {}

    @Override
    public void setOutputStream(OutputStream out) {
      this.out = out;
    }

    @Override
    public void setErrorStream(OutputStream err) {
      this.err = err;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {}

    @Override
    public void start(ChannelSession channel, Environment env) {
      if (whim == Whim.STDOUT || whim == Whim.STDERR) {
        Thread.ofPlatform().daemon().start(() -> pour(whim == Whim.STDOUT ? out : err));
      }
    }

    private static void pour(OutputStream to) {
      byte[] words = "no end of words\n".repeat(100).getBytes(UTF_8);
      try {
        while (true) {
          to.write(words);
          to.flush();
        }
      } catch (IOException e) {
        // The channel has ended, as it was to.
      }
    }

    @Override
    public void destroy(ChannelSession channel) {}
  }
}
