package dev.provision.adapter.sshd.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.OpenSshNode;
import dev.provision.adapter.sshd.Programs;
import dev.provision.adapter.sshd.UserHome;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
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

/// Which of many keys are tried, and in which order: OpenSSH's agent and server, which allows six
/// attempts.
@Timeout(120)
final class AgentTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int MANY = 14;

  @TempDir private Path temporary;
  private OpenSshNode node;
  private UserHome home;
  private OpenSshAgent agent;
  private final List<String> waits = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    Programs.require("ssh-keygen");
    node = new OpenSshNode(temporary, "LogLevel VERBOSE");
    home = new UserHome(Files.createDirectory(temporary.resolve("me"))).knows(node);
    agent = new OpenSshAgent(temporary.resolve("agent"));
    home.agent(agent.socket());
  }

  @AfterEach
  void stop() {
    if (agent != null) {
      agent.close();
    }
    if (node != null) {
      node.close();
    }
  }

  /// A key pair in files.
  private Path key(String name, String passphrase) throws Exception {
    Path file = home.ssh().resolve(name);
    Programs.run(
        "ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", name, "-f", file.toString());
    return file;
  }

  private void addMany() throws Exception {
    for (int i = 0; i < MANY; i++) {
      agent.sshAdd(key("other" + i, ""));
    }
  }

  private void authorize(Path key) throws Exception {
    node.authorize(Files.readString(Path.of(key + ".pub")).strip());
  }

  /// Besides the one that found out whether the server is up.
  private long connections() throws Exception {
    return node.log().lines().filter(line -> line.startsWith("Connection from")).count() - 1;
  }

  @Test
  void a_host_that_has_had_enough_is_connected_to_again_for_the_keys_that_are_left()
      throws Exception {
    addMany();
    Path right = key("right", "");
    agent.sshAdd(right);
    authorize(right);

    connect().close();

    assertThat(connections()).isEqualTo(3);
    assertThat(waits).isEmpty();
    assertThat(node.log()).contains("Accepted publickey");
  }

  @Test
  void when_all_keys_are_refused_all_are_named_and_nothing_is_waited_for() throws Exception {
    addMany();

    ShellFailure failure = failure();

    assertThat(failure).isInstanceOf(ShellFailure.AuthRejected.class);
    for (int i = 0; i < MANY; i++) {
      assertThat(failure.reason()).containsOnlyOnce("key other" + i + " of the agent");
    }
    assertThat(waits).isEmpty();
  }

  @Test
  void a_key_that_is_asked_for_by_its_public_half_is_tried_first() throws Exception {
    addMany();
    Path right = key("right", "");
    agent.sshAdd(right);
    authorize(right);
    Files.delete(right);
    home.config("IdentityFile ~/.ssh/right\n");

    connect().close();

    assertThat(connections()).isEqualTo(1);
    assertThat(node.log()).doesNotContain("Failed publickey");
  }

  @Test
  void a_public_key_may_be_named_itself() throws Exception {
    addMany();
    Path right = key("right", "");
    agent.sshAdd(right);
    authorize(right);
    Files.delete(right);
    home.config("IdentityFile ~/.ssh/right.pub\nIdentitiesOnly yes\n");

    connect().close();

    assertThat(connections()).isEqualTo(1);
  }

  @Test
  void a_key_in_a_file_that_is_asked_for_goes_before_the_agent_s_others() throws Exception {
    addMany();
    authorize(key("right", ""));
    home.config("IdentityFile ~/.ssh/right\n");

    connect().close();

    assertThat(connections()).isEqualTo(1);
  }

  @Test
  void an_encrypted_key_that_the_agent_holds_needs_no_passphrase() throws Exception {
    Path right = key("right", "");
    agent.sshAdd(right);
    authorize(right);
    Programs.run("ssh-keygen", "-q", "-p", "-P", "", "-N", "secret", "-f", right.toString());
    home.config("IdentityFile ~/.ssh/right\n");

    connect().close();
  }

  @Test
  void an_encrypted_key_that_no_agent_holds_is_tried_after_the_agent_s_keys() throws Exception {
    authorize(key("id_ed25519", "secret"));
    addMany();
    home.passphrase("secret");

    connect().close();

    assertThat(node.log().indexOf("Accepted")).isGreaterThan(node.log().lastIndexOf("Failed"));
  }

  @Test
  void with_identities_only_the_agent_s_other_keys_are_not_offered() throws Exception {
    Path right = key("right", "");
    agent.sshAdd(right);
    authorize(right);
    key("wanted", "");
    home.config("IdentityFile ~/.ssh/wanted\nIdentitiesOnly yes\n");

    ShellFailure failure = failure();

    assertThat(failure).isInstanceOf(ShellFailure.AuthRejected.class);
    assertThat(failure.reason()).contains("wanted").doesNotContain("right");
  }

  @Test
  void without_an_agent_by_configuration_its_keys_are_not_offered() throws Exception {
    Path right = key("right", "");
    agent.sshAdd(right);
    authorize(right);
    home.config("IdentityAgent none\n");

    assertThat(failure()).isInstanceOf(ShellFailure.AuthRejected.class);
  }

  @Test
  void an_agent_and_keys_that_are_not_there_are_told() throws Exception {
    home.config("IdentityAgent ~/.ssh/nowhere\nIdentityFile ~/.ssh/missing\n");

    assertThat(failure().reason())
        .contains(
            "agent at " + home.ssh().resolve("nowhere"),
            "there is no key " + home.ssh().resolve("missing"));
  }

  @Test
  void the_usual_keys_are_tried_where_none_is_asked_for() throws Exception {
    authorize(key("id_ecdsa", ""));

    connect().close();

    home.config("IdentityFile ~/.ssh/missing\n");
    assertThat(failure()).isInstanceOf(ShellFailure.AuthRejected.class);
  }

  private SshEndpoint endpoint() {
    return node.endpoint(List.of())
        .withTrust(new HostTrust.KnownHosts(List.of(home.ssh().resolve("known_hosts"))))
        .withHostName("127.0.0.1");
  }

  private RemoteShell connect() {
    RemoteShellPort port = home.port();
    return port.connect(endpoint(), LIMIT, waits::add);
  }

  private ShellFailure failure() {
    return catchThrowableOfType(ShellException.class, () -> connect().close()).failure();
  }
}
