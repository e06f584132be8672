package dev.provision.adapter.sshd.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.OpenSshNode;
import dev.provision.adapter.sshd.UserHome;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.RemoteShellPort.WaitObserver;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Security keys (FIDO) behind an agent, and OpenSSH's server, which checks their signatures.
@Timeout(60)
final class SecurityKeyTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path temporary;
  private OpenSshNode node;
  private UserHome home;
  private FakeSecurityKeyAgent agent;

  @BeforeEach
  void start() throws Exception {
    node = new OpenSshNode(temporary);
    Path socket = temporary.resolve("agent");
    agent = new FakeSecurityKeyAgent(socket);
    home = new UserHome(Files.createDirectory(temporary.resolve("me"))).knows(node).agent(socket);
  }

  @AfterEach
  void stop() throws Exception {
    if (agent != null) {
      agent.close();
    }
    if (node != null) {
      node.close();
    }
  }

  @Test
  void a_security_key_logs_in_through_the_agent() throws Exception {
    node.authorize(agent.publicKey().toString());
    agent.touch();

    logIn(LIMIT, reason -> {});

    assertThat(node.log()).contains("Accepted publickey", "ED25519-SK");
  }

  @Test
  void a_touch_that_is_waited_for_is_asked_for() throws Exception {
    node.authorize(agent.publicKey().toString());
    List<String> words = new ArrayList<>();

    logIn(
        LIMIT,
        word -> {
          words.add(word);
          agent.touch();
        });

    assertThat(words).singleElement().asString().contains("key token of the agent", "touch");
  }

  @Test
  void nobody_is_asked_to_touch_for_a_key_that_the_host_does_not_want() throws Exception {
    Path publicKey = home.ssh().resolve("id_ed25519_sk.pub");
    Files.writeString(publicKey, agent.publicKey() + "\n");
    home.config("IdentityFile ~/.ssh/id_ed25519_sk\n");

    ShellFailure failure = failure(LIMIT);

    assertThat(failure).isInstanceOf(ShellFailure.AuthRejected.class);
    assertThat(agent.signatures()).isZero();
  }

  @Test
  void a_touch_that_never_comes_does_not_hang() throws Exception {
    node.authorize(agent.publicKey().toString());

    ShellFailure failure = failure(Duration.ofSeconds(3));

    assertThat(failure.reason()).contains("key token of the agent", "did not sign within");
  }

  private void logIn(Duration limit, WaitObserver waiting, Login... logins) {
    SshEndpoint endpoint =
        node.endpoint(List.of(logins))
            .withTrust(new HostTrust.KnownHosts(List.of(home.ssh().resolve("known_hosts"))))
            .withHostName("127.0.0.1");
    try (RemoteShellPort port = home.port()) {
      port.connect(endpoint, limit, waiting).close();
    }
  }

  private ShellFailure failure(Duration limit) {
    return catchThrowableOfType(ShellException.class, () -> logIn(limit, reason -> {})).failure();
  }
}
