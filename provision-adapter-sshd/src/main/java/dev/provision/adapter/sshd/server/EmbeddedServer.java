package dev.provision.adapter.sshd.server;

import dev.provision.adapter.sshd.key.SignatureAlgorithms;
import dev.provision.adapter.sshd.text.ShellText;
import dev.provision.adapter.sshd.transport.Algorithms;
import dev.provision.adapter.sshd.transport.AsyncSockets;
import dev.provision.adapter.sshd.trust.HostKeyCheck;
import dev.provision.ports.shell.HostKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.file.nonefs.NoneFileSystemFactory;
import org.apache.sshd.common.forward.DefaultForwarderFactory;
import org.apache.sshd.common.kex.extension.DefaultServerKexExtensionHandler;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.random.JceRandomFactory;
import org.apache.sshd.common.random.SingletonRandomFactory;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/// An SSH server whose commands and shells are processes that a [Launcher] starts.
///
/// It knows the `session` channel with `exec` and `shell`, and nothing else: no forwarding, no
/// subsystems. Closing it ends the connections, not the processes.
///
/// Tested by `EmbeddedServerShellTest`.
public final class EmbeddedServer implements AutoCloseable {
  private static final int WORKERS = 2;

  private final SshServer server;
  private final InetAddress address;
  private final HostKey hostKey;

  private EmbeddedServer(SshServer server, InetAddress address, HostKey hostKey) {
    this.server = server;
    this.address = address;
    this.hostKey = hostKey;
  }

  /// Who may log in.
  @FunctionalInterface
  public interface Authenticator {
    /// Whether the owner of this key, as in `ssh-ed25519 AAAA…`, may log in as this user.
    boolean acceptsKey(String user, String key);

    /// Whether this user may log in by password at all; [#acceptsPassword] is asked only then.
    default boolean passwords() {
      return false;
    }

    /// Whether this is the user's password.
    default boolean acceptsPassword(String user, String password) {
      return false;
    }
  }

  /// Starts the processes behind the channels.
  @FunctionalInterface
  public interface Launcher {
    /// Starts a command, or the login shell, with its input and both outputs piped. With a
    /// terminal, all three are the terminal's.
    ///
    /// @param command for a shell; empty for an interactive shell
    /// @param environment the client's `TERM`, `LANG` and `LC_…`, as far as it sent them
    /// @throws IOException if it cannot be started; the client then sees its message and exit
    ///   status 255
    Process start(
        Optional<String> command, Map<String, String> environment, Optional<Terminal> terminal)
        throws IOException;

    /// The client's terminal has another size now.
    default void resized(Process process, Terminal terminal) {}
  }

  /// The terminal that the client has.
  ///
  /// @param type such as `xterm`
  /// @param columns characters in a row
  /// @param rows lines of characters
  public record Terminal(String type, int columns, int rows) {
    /// The command line that gives a command a terminal of its own, where the system has script(1):
    /// the JDK has no terminals.
    public List<String> around(List<String> command) {
      StringBuilder line =
          new StringBuilder("stty cols " + columns + " rows " + rows + " 2>/dev/null; exec");
      command.forEach(word -> line.append(' ').append(ShellText.quote(word)));
      return List.of("script", "-q", "-e", "-f", "-c", line.toString(), "/dev/null");
    }
  }

  /// Starts a server.
  ///
  /// @param port 0 for any that is free
  /// @throws IOException if the address cannot be bound
  public static EmbeddedServer start(
      InetAddress address,
      int port,
      HostKeyPair hostKey,
      Authenticator authenticator,
      Launcher launcher)
      throws IOException {
    SshServer server =
        ServerBuilder.builder()
            .factory(SshServer::new)
            .keyExchangeFactories(Algorithms.serverKeyExchanges())
            .cipherFactories(Algorithms.ciphers())
            .macFactories(Algorithms.macs())
            .compressionFactories(Algorithms.compressions())
            .signatureFactories(SignatureAlgorithms.all())
            .kexExtensionHandler(DefaultServerKexExtensionHandler.INSTANCE)
            .randomFactory(new SingletonRandomFactory(JceRandomFactory.INSTANCE))
            .channelFactories(List.of(ChannelSessionFactory.INSTANCE))
            .globalRequestHandlers(List.of())
            .fileSystemFactory(NoneFileSystemFactory.INSTANCE)
            .forwarderFactory(DefaultForwarderFactory.INSTANCE)
            .forwardingFilter(RejectAllForwardingFilter.INSTANCE)
            .publickeyAuthenticator(
                (user, key, session) ->
                    authenticator.acceptsKey(user, HostKeyCheck.encode(key).toString()))
            .build(false);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey.pair()));
    List<UserAuthFactory> methods = new ArrayList<>(List.of(UserAuthPublicKeyFactory.INSTANCE));
    if (authenticator.passwords()) {
      methods.add(UserAuthPasswordFactory.INSTANCE);
      server.setPasswordAuthenticator(
          (user, password, session) -> authenticator.acceptsPassword(user, password));
    }
    server.setUserAuthFactories(methods);
    server.setShellFactory(channel -> new ProcessCommand(launcher, Optional.empty()));
    server.setCommandFactory(
        (ChannelSession channel, String command) ->
            new ProcessCommand(launcher, Optional.of(command)));
    server.setIoServiceFactoryFactory(AsyncSockets.FACTORY);
    configure(server);
    server.setHost(address.getHostAddress());
    server.setPort(port);
    server.start();
    return new EmbeddedServer(server, address, hostKey.publicKey());
  }

  private static void configure(FactoryManager server) {
    CoreModuleProperties.NIO_WORKERS.set(server, WORKERS);
    CoreModuleProperties.TCP_NODELAY.set(server, true);
    CoreModuleProperties.SOCKET_KEEPALIVE.set(server, true);
    CoreModuleProperties.AUTH_TIMEOUT.set(server, Duration.ofMinutes(2));
    CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
    CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(server, Duration.ofDays(365));
    CoreModuleProperties.NIO2_MIN_WRITE_TIMEOUT.set(server, Duration.ofDays(1));
    CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "Provision");
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return new InetSocketAddress(address, server.getPort());
  }

  /// The key it shows.
  public HostKey hostKey() {
    return hostKey;
  }

  /// Stops listening and ends the connections.
  @Override
  public void close() {
    server.close(true).awaitUninterruptibly(5000);
  }
}
