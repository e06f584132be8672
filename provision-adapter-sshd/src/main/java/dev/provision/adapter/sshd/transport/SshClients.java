package dev.provision.adapter.sshd.transport;

import dev.provision.adapter.sshd.key.SignatureAlgorithms;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.config.keys.ClientIdentityLoader;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.PropertyResolver;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.forward.DefaultForwarderFactory;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.kex.extension.DefaultClientKexExtensionHandler;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.random.JceRandomFactory;
import org.apache.sshd.common.random.SingletonRandomFactory;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/// The only place where a MINA client is made.
///
/// The library's own client accepts every host key unless told otherwise. This one refuses every
/// key, except on a [Connection], which carries the check it was made with. Nothing is left to the
/// library's defaults, neither algorithms nor the search for keys in the user's home.
///
/// Tested by `VerifiedFirstTest` and `AlgorithmsTest`.
public final class SshClients {
  /// One connection is seldom busy on more than one thread; the second serves many connections at
  /// once.
  private static final int WORKERS = 2;

  private SshClients() {}

  /// A client that has been started.
  public static SshClient start() {
    SshClient client = build();
    client.start();
    return client;
  }

  /// A client that has not been started.
  public static SshClient build() {
    SshClient client =
        ClientBuilder.builder()
            .factory(SshClient::new)
            .keyExchangeFactories(Algorithms.clientKeyExchanges())
            .cipherFactories(Algorithms.ciphers())
            .macFactories(Algorithms.macs())
            .compressionFactories(Algorithms.compressions())
            .signatureFactories(SignatureAlgorithms.all())
            .kexExtensionHandler(DefaultClientKexExtensionHandler.INSTANCE)
            .randomFactory(new SingletonRandomFactory(JceRandomFactory.INSTANCE))
            .channelFactories(List.of())
            .globalRequestHandlers(List.of())
            .forwarderFactory(DefaultForwarderFactory.INSTANCE)
            .forwardingFilter(RejectAllForwardingFilter.INSTANCE)
            .serverKeyVerifier(RejectAllServerKeyVerifier.INSTANCE)
            .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
            .newHostKeysHandler((session, keys) -> {})
            .clientIdentityLoader(ClientIdentityLoader.DEFAULT)
            .filePasswordProvider(FilePasswordProvider.EMPTY)
            .build(false);
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    client.setServiceFactories(List.of(LoginService.FACTORY, KeepAlive.FACTORY));
    client.setIoServiceFactoryFactory(AsyncSockets.FACTORY);
    client.setSessionFactory(
        new SessionFactory(client) {
          @Override
          protected ClientSessionImpl doCreateSession(IoSession ioSession) throws Exception {
            return new Connection(getClient(), ioSession);
          }
        });
    configure(client);
    return client;
  }

  private static void configure(PropertyResolver client) {
    CoreModuleProperties.NIO_WORKERS.set(client, WORKERS);
    CoreModuleProperties.TCP_NODELAY.set(client, true);
    CoreModuleProperties.SOCKET_KEEPALIVE.set(client, true);
    // Our own limits apply: a script may be silent for hours, and a person may think about a
    // passphrase.
    CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, Duration.ZERO);
    CoreModuleProperties.AUTH_TIMEOUT.set(client, Duration.ZERO);
    CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
    CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(client, Duration.ofHours(1));
    CoreModuleProperties.NIO2_MIN_WRITE_TIMEOUT.set(client, Duration.ofHours(1));
    // An answer is asked for; how many may be missing is for KeepAlive to say.
    CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, 1);
    // Our proposal only behind the host's: it costs no round trip, since the exchange must wait for
    // that one anyway. Sent at once, the library sometimes lets the exchange's first message
    // overtake it.
    CoreModuleProperties.SEND_IMMEDIATE_KEXINIT.set(client, false);
    CoreModuleProperties.CLIENT_IDENTIFICATION.set(client, "Provision");
  }
}
