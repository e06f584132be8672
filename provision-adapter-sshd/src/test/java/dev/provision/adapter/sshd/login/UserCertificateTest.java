package dev.provision.adapter.sshd.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.OpenSshNode;
import dev.provision.adapter.sshd.Programs;
import dev.provision.adapter.sshd.UserHome;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Logging in to OpenSSH's server, which knows an authority and no keys.
@Timeout(120)
final class UserCertificateTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path temporary;
  private OpenSshNode node;
  private UserHome home;
  private Path authority;

  @BeforeEach
  void start() throws Exception {
    Programs.require("ssh-keygen");
    authority = temporary.resolve("ca");
    generate(authority, "ed25519");
    node = new OpenSshNode(temporary, "TrustedUserCAKeys " + authority + ".pub");
    home = new UserHome(Files.createDirectory(temporary.resolve("me"))).knows(node);
  }

  @AfterEach
  void stop() {
    if (node != null) {
      node.close();
    }
  }

  private static void generate(Path file, String type) throws Exception {
    Programs.run("ssh-keygen", "-q", "-t", type, "-N", "", "-f", file.toString());
  }

  /// A key with its certificate beside it.
  private Path certified(String name, String type, String principal) throws Exception {
    Path file = home.ssh().resolve(name);
    generate(file, type);
    Programs.run(
        "ssh-keygen", "-q", "-s", authority.toString(), "-I", "me", "-n", principal, file + ".pub");
    return file;
  }

  @ParameterizedTest
  @CsvSource({"ed25519", "ecdsa", "rsa"})
  void the_certificate_beside_a_key_logs_in(String type) throws Exception {
    Path key = certified("key", type, System.getProperty("user.name"));

    logIn(new Login.KeyFile(key, Login.Passphrase.NONE));
    home.config("IdentityFile " + key + "\n");
    logIn();

    assertThat(node.log()).contains("CERT", "ID me");
  }

  @Test
  void a_certificate_elsewhere_is_named_by_the_configuration() throws Exception {
    Path key = certified("key", "ed25519", System.getProperty("user.name"));
    Files.move(Path.of(key + "-cert.pub"), home.ssh().resolve("elsewhere.pub"));
    home.config("IdentityFile ~/.ssh/key\nCertificateFile ~/.ssh/elsewhere.pub\n");

    logIn();
  }

  @Test
  void a_certificate_s_key_may_be_held_by_the_agent_and_so_may_the_certificate() throws Exception {
    Path key = certified("key", "rsa", System.getProperty("user.name"));
    Path certificate = Path.of(key + "-cert.pub");
    Path socket = temporary.resolve("agent");
    try (OpenSshAgent agent = new OpenSshAgent(socket)) {
      home.agent(socket);
      agent.sshAdd(key);
      Files.delete(key);
      logIn();

      Files.move(certificate, home.ssh().resolve("elsewhere.pub"));
      agent.sshAdd(home.ssh().resolve("elsewhere.pub"), "-d");
      home.config("CertificateFile ~/.ssh/elsewhere.pub\nIdentitiesOnly yes\n");
      logIn();
    }
  }

  @Test
  void a_certificate_for_somebody_else_is_refused_and_named() throws Exception {
    Path key = certified("key", "ed25519", "somebody-else");

    ShellFailure failure =
        catchThrowableOfType(
                ShellException.class, () -> logIn(new Login.KeyFile(key, Login.Passphrase.NONE)))
            .failure();

    assertThat(failure).isInstanceOf(ShellFailure.AuthRejected.class);
    assertThat(failure.reason()).contains("certificate " + key + "-cert.pub", "key " + key);
  }

  @Test
  void a_certificate_of_another_key_is_not_used() throws Exception {
    Path key = certified("key", "ed25519", System.getProperty("user.name"));
    Path other = certified("other", "ed25519", System.getProperty("user.name"));
    Files.copy(
        Path.of(other + "-cert.pub"),
        Path.of(key + "-cert.pub"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    ShellFailure failure =
        catchThrowableOfType(
                ShellException.class, () -> logIn(new Login.KeyFile(key, Login.Passphrase.NONE)))
            .failure();

    assertThat(failure.reason()).doesNotContain("certificate");
  }

  private void logIn(Login... logins) {
    SshEndpoint endpoint =
        node.endpoint(List.of(logins))
            .withTrust(new HostTrust.KnownHosts(List.of(home.ssh().resolve("known_hosts"))))
            .withHostName("127.0.0.1");
    try (RemoteShellPort port = home.port()) {
      port.connect(endpoint, LIMIT, reason -> {}).close();
    }
  }
}
