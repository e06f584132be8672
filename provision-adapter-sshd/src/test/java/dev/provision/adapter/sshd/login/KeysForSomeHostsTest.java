package dev.provision.adapter.sshd.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.OpenSshNode;
import dev.provision.adapter.sshd.Programs;
import dev.provision.adapter.sshd.UserHome;
import dev.provision.adapter.sshd.server.HostKeyPair;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Obstacle;
import dev.provision.ports.shell.Privilege;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Keys that an agent signs with for some hosts only (`ssh-add -h`): OpenSSH's agent, servers, and
/// `ssh`.
@Timeout(120)
final class KeysForSomeHostsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String USER = System.getProperty("user.name");

  @TempDir private Path temporary;
  private final List<OpenSshNode> nodes = new ArrayList<>();
  private UserHome home;
  private OpenSshAgent agent;
  private OpenSshNode first;
  private OpenSshNode target;

  @BeforeEach
  void start() throws Exception {
    Programs.require("ssh-keygen");
    home = new UserHome(Files.createDirectory(temporary.resolve("me")));
    first = node("first");
    target = node("target");
    home.knows(first).knows(target);
    agent = new OpenSshAgent(temporary.resolve("agent"));
    home.agent(agent.socket());
    home.config(block("first", first) + block("target", target));
  }

  private OpenSshNode node(String name, String... configuration) throws Exception {
    OpenSshNode node =
        new OpenSshNode(Files.createDirectories(temporary.resolve(name)), configuration);
    nodes.add(node);
    return node;
  }

  @AfterEach
  void stop() {
    if (agent != null) {
      agent.close();
    }
    nodes.forEach(OpenSshNode::close);
  }

  private String block(String name, OpenSshNode node, String... more) {
    return """
    Host %s
      HostName 127.0.0.1
      Port %s
      User %s
      UserKnownHostsFile %s
      %s
    """
        .formatted(name, node.tcpPort(), USER, knownHosts(), String.join("\n  ", more));
  }

  private Path knownHosts() {
    return home.ssh().resolve("known_hosts");
  }

  private static String place(OpenSshNode node) {
    return "[127.0.0.1]:" + node.tcpPort();
  }

  private Path key(String name) throws Exception {
    Path file = temporary.resolve(name);
    Programs.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file.toString());
    return file;
  }

  private static void authorize(OpenSshNode node, Path key) throws IOException {
    node.authorize(Files.readString(Path.of(key + ".pub")).strip());
  }

  /// Gives a key to the agent.
  ///
  /// @param hosts where it may sign
  private void add(Path key, String... hosts) throws Exception {
    List<String> options = new ArrayList<>(List.of("-H", knownHosts().toString()));
    for (String host : hosts) {
      options.add("-h");
      options.add(host);
    }
    agent.sshAdd(key, options.toArray(String[]::new));
  }

  @Test
  void one_for_this_host_logs_in_whether_it_was_asked_for_or_not() throws Exception {
    Path key = key("bound");
    authorize(target, key);
    add(key, place(first), place(target));

    logIn("target");
    home.config(block("target", target, "IdentityFile " + key + ".pub"));
    logIn("target");
  }

  @Test
  void one_for_another_host_or_user_is_named() throws Exception {
    for (String place : List.of(place(first), "nobody-here@" + place(target))) {
      Path key = key("for-" + place.replaceAll("\\W", "-"));
      authorize(target, key);
      add(key, place);

      ShellFailure failure = failure("target");

      assertThat(failure.obstacle()).as(failure.toString()).isEqualTo(Obstacle.AGENT_REFUSED);
      assertThat(failure.reason()).contains(key.getFileName() + " of the agent", "cannot sign");
    }
  }

  @Test
  void each_host_on_the_way_is_logged_in_to_from_here_as_ssh_does() throws Exception {
    Path one = key("one");
    Path other = key("other");
    authorize(first, one);
    authorize(target, other);
    add(one, place(first));
    add(other, place(target));
    home.config(block("first", first) + block("target", target, "ProxyJump first"));

    ssh("target");
    logIn("target");
  }

  @Test
  void one_that_may_only_be_passed_on_by_a_host_on_the_way_is_of_no_use_as_it_is_to_ssh()
      throws Exception {
    Path key = key("passed-on");
    authorize(first, key);
    authorize(target, key);
    add(key, place(first), place(first) + ">" + place(target));
    home.config(block("first", first) + block("target", target, "ProxyJump first"));

    assertThatThrownBy(() -> ssh("target")).hasMessageContaining("Permission denied");
    assertThat(failure("target").obstacle()).isEqualTo(Obstacle.AGENT_REFUSED);
  }

  @Test
  void one_passed_on_by_the_host_we_are_on_logs_in_where_it_may() throws Exception {
    Path key = key("passed-on");
    authorize(first, key);
    authorize(target, key);
    add(key, place(first), place(first) + ">" + place(target));
    Process ssh =
        new ProcessBuilder(ssh("-A", "first", "echo $SSH_AUTH_SOCK; exec cat"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      home.agent(Path.of(ssh.inputReader().readLine()));

      logIn("target");
    } finally {
      ssh.destroy();
      ssh.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
  }

  @Test
  void one_for_hosts_that_an_authority_has_certified_logs_in_to_these() throws Exception {
    Path authority = key("ca");
    Path directory = Files.createDirectory(temporary.resolve("certified"));
    Path hostKey = directory.resolve("host_key");
    Files.writeString(
        directory.resolve("host_key.pub"), HostKeyPair.at(hostKey).publicKey() + "\n");
    certify(authority, hostKey, "-h", "-n", "node.test,127.0.0.1");
    OpenSshNode node = node("certified", "HostCertificate " + hostKey + "-cert.pub");
    String names = "node.test," + place(node);
    home.known("@cert-authority " + names + " " + Files.readString(Path.of(authority + ".pub")));
    Path key = key("bound");
    authorize(node, key);
    // The agent looks for this name in the certificate: one with a port is in none.
    add(key, "node.test");
    home.config(block("certified", node));

    logIn("certified");
  }

  @Test
  void one_with_a_certificate_logs_in_with_that() throws Exception {
    Path authority = key("ca");
    OpenSshNode node = node("node", "TrustedUserCAKeys " + authority + ".pub");
    home.knows(node);
    Path key = key("bound");
    certify(authority, key, "-n", USER);
    add(key, place(node));
    home.config(block("node", node, "IdentityFile " + key));
    Files.delete(key);

    logIn("node");
    assertThat(node.log()).doesNotContain("Failed publickey");
  }

  private static void certify(Path authority, Path key, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("ssh-keygen", "-q", "-s", authority.toString(), "-I", "me"));
    command.addAll(List.of(options));
    command.add(key + ".pub");
    Programs.run(command.toArray(String[]::new));
  }

  /// Runs `ssh`, which must get in.
  private void ssh(String host) throws Exception {
    Programs.run(ssh(host, "true").toArray(String[]::new));
  }

  private List<String> ssh(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "SSH_AUTH_SOCK=" + agent.socket(),
                Programs.require("ssh").toString(),
                "-F",
                home.ssh().resolve("config").toString(),
                "-o",
                "BatchMode=yes"));
    command.addAll(List.of(arguments));
    return command;
  }

  private void logIn(String host) {
    SshEndpoint endpoint =
        new SshEndpoint(
            host,
            OptionalInt.empty(),
            Optional.empty(),
            List.of(),
            new HostTrust.KnownHosts(List.of(knownHosts())),
            host,
            new Privilege.None(),
            List.of());
    try (RemoteShellPort port = home.port()) {
      port.connect(endpoint, LIMIT, reason -> {}).close();
    }
  }

  private ShellFailure failure(String host) {
    return catchThrowableOfType(ShellException.class, () -> logIn(host)).failure();
  }
}
