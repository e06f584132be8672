package dev.provision.adapter.sshd.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.OpenSshNode;
import dev.provision.adapter.sshd.Programs;
import dev.provision.adapter.sshd.server.HostKeyPair;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Hosts that an authority has certified: OpenSSH's server with what `ssh-keygen` made.
@Timeout(120)
final class HostCertificateTest {
  @TempDir private Path temporary;
  private final List<OpenSshNode> nodes = new ArrayList<>();
  private Path known;

  @BeforeEach
  void start() throws Exception {
    Programs.require("ssh-keygen");
    known = temporary.resolve("known_hosts");
    authority("ca", "ed25519");
  }

  @AfterEach
  void stop() {
    nodes.forEach(OpenSshNode::close);
  }

  private HostKey authority(String name, String type) throws Exception {
    Path file = temporary.resolve(name);
    Programs.run("ssh-keygen", "-q", "-t", type, "-N", "", "-f", file.toString());
    return HostKey.parse(Files.readString(temporary.resolve(name + ".pub")));
  }

  /// A node whose key is certified.
  ///
  /// @param options of `ssh-keygen -s`
  private OpenSshNode certified(String authority, String... options) throws Exception {
    Path directory = Files.createDirectory(temporary.resolve("node" + nodes.size()));
    HostKeyPair key = HostKeyPair.at(directory.resolve("host_key"));
    Path publicKey = directory.resolve("host_key.pub");
    Files.writeString(publicKey, key.publicKey() + "\n");
    List<String> command =
        new ArrayList<>(
            List.of(
                "ssh-keygen", "-q", "-s", temporary.resolve(authority).toString(), "-I", "node 7"));
    command.addAll(List.of(options));
    command.add(publicKey.toString());
    Programs.run(command.toArray(String[]::new));
    OpenSshNode node =
        new OpenSshNode(directory, "HostCertificate " + directory.resolve("host_key-cert.pub"));
    nodes.add(node);
    return node;
  }

  private HostKey key(String authority) throws Exception {
    return HostKey.parse(Files.readString(temporary.resolve(authority + ".pub")));
  }

  @ParameterizedTest
  @CsvSource({"ed25519", "ecdsa", "rsa"})
  void a_host_certified_by_an_authority_that_is_known_is_recognized(String type) throws Exception {
    HostKey authority = authority("other", type);
    OpenSshNode node = certified("other", "-h", "-n", "elsewhere,node.test");
    Files.writeString(known, "# mine\n@cert-authority *.test " + authority + "\n");

    try (RemoteShell shell = connect(node, knownHosts())) {
      assertThat(shell.hostIdentity().key()).isEqualTo(node.hostKey());
      assertThat(shell.hostIdentity().how()).contains("'node 7'", known + ":2");
    }
  }

  @Test
  void hashed_names_and_names_with_ports_have_authorities_too() throws Exception {
    OpenSshNode node = certified("ca", "-h", "-n", "node.test");
    Files.writeString(
        known, "@cert-authority [node.test]:" + node.tcpPort() + " " + key("ca") + "\n");

    connect(node, knownHosts()).close();
  }

  @Test
  void a_host_whose_key_is_known_needs_no_certificate() throws Exception {
    OpenSshNode node = certified("ca", "-h", "-n", "elsewhere");
    Files.writeString(known, "[node.test]:" + node.tcpPort() + " " + node.hostKey() + "\n");

    connect(node, knownHosts()).close();
  }

  @Test
  void a_certificate_for_another_host_is_refused() throws Exception {
    OpenSshNode node = certified("ca", "-h", "-n", "elsewhere");

    assertThat(refusal(node)).isInstanceOf(ShellFailure.Incompatible.class);
    assertThat(refusal(node).reason()).contains("node.test", known + ":1", "principal");
  }

  @Test
  void a_certificate_for_no_host_in_particular_is_refused() throws Exception {
    assertThat(refusal(certified("ca", "-h")).reason()).contains("principals");
  }

  @Test
  void a_certificate_that_is_over_is_refused() throws Exception {
    OpenSshNode node =
        certified("ca", "-h", "-n", "node.test", "-V", "20200101000000:20210101000000");

    assertThat(refusal(node)).isInstanceOf(ShellFailure.Incompatible.class);
    assertThat(refusal(node).reason()).contains("expired");
  }

  @Test
  void a_certificate_whose_time_has_not_come_is_refused() throws Exception {
    OpenSshNode node =
        certified("ca", "-h", "-n", "node.test", "-V", "21200101000000:21210101000000");

    assertThat(refusal(node)).isInstanceOf(ShellFailure.Incompatible.class);
  }

  @Test
  void a_certificate_with_an_option_nobody_knows_is_refused() throws Exception {
    OpenSshNode node =
        certified("ca", "-h", "-n", "node.test", "-O", "critical:future@example=yes");

    assertThat(refusal(node).reason()).contains("critical options");
  }

  @Test
  void a_certificate_by_somebody_else_is_refused_with_both_authorities() throws Exception {
    HostKey other = authority("other", "ed25519");
    OpenSshNode node = certified("other", "-h", "-n", "node.test");

    ShellFailure failure = refusal(node);

    assertThat(failure).isInstanceOf(ShellFailure.HostUnknown.class);
    assertThat(failure.reason())
        .contains(other.fingerprint(), key("ca").fingerprint(), known + ":1");
  }

  @Test
  void a_revoked_authority_and_a_revoked_key_are_refused() throws Exception {
    OpenSshNode node = certified("ca", "-h", "-n", "node.test");
    for (HostKey revoked : List.of(key("ca"), node.hostKey())) {
      Files.writeString(known, "@cert-authority * " + key("ca") + "\n@revoked * " + revoked + "\n");

      ShellFailure failure = failure(node, knownHosts());

      assertThat(failure).isInstanceOf(ShellFailure.HostKeyMismatch.class);
      assertThat(failure.reason()).contains(known + ":2", "revokes", revoked.fingerprint());
    }
  }

  @Test
  void a_host_without_the_certificate_it_should_have_is_not_accepted_as_new() throws Exception {
    OpenSshNode node = new OpenSshNode(Files.createDirectory(temporary.resolve("plain")));
    nodes.add(node);
    Files.writeString(known, "@cert-authority *.test " + key("ca") + "\n");
    Path record = temporary.resolve("record");

    ShellFailure failure = failure(node, new HostTrust.AcceptNew(List.of(known), record));

    assertThat(failure).isInstanceOf(ShellFailure.HostUnknown.class);
    assertThat(failure.reason()).contains("without a certificate", known + ":1");
    assertThat(record).doesNotExist();
  }

  private ShellFailure refusal(OpenSshNode node) throws Exception {
    Files.writeString(known, "@cert-authority * " + key("ca") + "\n");
    return failure(node, knownHosts());
  }

  private HostTrust knownHosts() {
    return new HostTrust.KnownHosts(List.of(known));
  }

  private static ShellFailure failure(OpenSshNode node, HostTrust trust) {
    return catchThrowableOfType(ShellException.class, () -> connect(node, trust).close()).failure();
  }

  private static RemoteShell connect(OpenSshNode node, HostTrust trust) {
    return node.port()
        .connect(node.endpoint().withTrust(trust), Duration.ofSeconds(20), reason -> {});
  }
}
