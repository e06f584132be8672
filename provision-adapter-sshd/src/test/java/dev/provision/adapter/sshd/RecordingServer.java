package dev.provision.adapter.sshd;

import dev.provision.adapter.sshd.server.HostKeyPair;
import dev.provision.adapter.sshd.trust.HostKeyCheck;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.SshEndpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerConnectionServiceFactory;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;

/// A server of the library's own making that writes down who wanted to log in, and lets in who
/// knows the password.
public final class RecordingServer implements AutoCloseable {
  public static final String PASSWORD = "open sesame";

  private final HostKeyPair hostKey = HostKeyPair.generate();
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final SshServer server = SshServer.setUpDefaultServer();

  public RecordingServer(Consumer<SshServer> change) throws IOException {
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey.pair()));
    server.setPublickeyAuthenticator(
        (user, key, session) -> {
          events.add("key " + HostKeyCheck.encode(key).fingerprint());
          return false;
        });
    server.setPasswordAuthenticator(
        (user, password, session) -> {
          events.add("password " + password);
          return password.equals(PASSWORD);
        });
    server.setServiceFactories(
        List.of(
            new ServerUserAuthServiceFactory() {
              @Override
              public Service create(Session session) throws IOException {
                events.add("login begins");
                return super.create(session);
              }
            },
            ServerConnectionServiceFactory.INSTANCE));
    change.accept(server);
    server.start();
  }

  public List<String> events() {
    return List.copyOf(events);
  }

  public SshEndpoint endpoint(List<Login> logins) {
    return endpoint(logins, new HostTrust.KnownKeys(List.of(hostKey.publicKey())));
  }

  public SshEndpoint endpoint(List<Login> logins, HostTrust trust) {
    return new SshEndpoint("127.0.0.1", server.getPort(), "somebody", logins, trust);
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }
}
