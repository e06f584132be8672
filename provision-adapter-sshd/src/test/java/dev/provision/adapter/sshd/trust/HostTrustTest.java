package dev.provision.adapter.sshd.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.EmbeddedNode;
import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Which hosts are trusted, and what is written down.
@Timeout(120)
final class HostTrustTest {
  private static final String OTHER_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc";
  private static final String OTHER_FINGERPRINT =
      "SHA256:yj4Kqj4VGoZpFeQmmY0rmphvdZDJOAFJ1pYW3ezkwPc";

  @TempDir private Path temporary;
  private EmbeddedNode node;
  private Path file;
  private String name;

  @BeforeEach
  void start() throws IOException {
    node = new EmbeddedNode(temporary, List.of("/bin/sh"));
    file = temporary.resolve("known_hosts");
    name = "[node.test]:" + node.server().address().getPort();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void a_known_host_is_recognized_by_its_line() throws IOException {
    Files.writeString(file, "# comment\n\ngarbage\n" + name + " " + node.server().hostKey() + "\n");

    HostIdentity identity = identity(known());

    assertThat(identity.key()).isEqualTo(node.server().hostKey());
    assertThat(identity.how()).contains(file + ":4");
    assertThat(identity.recorded()).isFalse();
  }

  @Test
  void a_host_known_without_its_port_is_recognized_by_the_same_key_only() throws IOException {
    Files.writeString(file, "node.test " + node.server().hostKey() + "\n");
    assertThat(identity(known()).how()).contains(file + ":1");

    Files.writeString(file, "node.test " + OTHER_KEY + "\n");
    assertThat(failure(known())).isInstanceOf(ShellFailure.HostUnknown.class);
  }

  @Test
  void a_name_hashed_by_openssh_is_recognized() throws Exception {
    Files.writeString(file, name + " " + node.server().hostKey() + "\n");
    Programs.run(Programs.require("ssh-keygen").toString(), "-q", "-H", "-f", file.toString());
    assertThat(Files.readString(file)).startsWith("|1|");

    assertThat(identity(known()).how()).contains(file + ":1");
  }

  @Test
  void a_changed_key_is_refused_with_both_fingerprints_the_place_and_the_next_step()
      throws IOException {
    Files.writeString(file, "\n" + name + " " + OTHER_KEY + "\n");

    ShellFailure failure = failure(acceptNew());

    assertThat(failure).isInstanceOf(ShellFailure.HostKeyMismatch.class);
    assertThat(((ShellFailure.HostKeyMismatch) failure).knownIn()).hasValue(file + ":2");
    assertThat(failure.reason())
        .contains(
            node.server().hostKey().fingerprint(),
            OTHER_FINGERPRINT,
            file + ":2",
            "ssh-keygen -R '" + name + "' -f '" + file + "'");
    assertThat(Files.readString(file)).isEqualTo("\n" + name + " " + OTHER_KEY + "\n");
  }

  @Test
  void a_host_known_by_a_key_of_another_type_is_not_new() throws IOException {
    String rsa = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAEQDHx8fHx8fHx8fHx8fHx8fH";
    Files.writeString(file, name + " " + rsa + "\n");

    assertThat(failure(acceptNew())).isInstanceOf(ShellFailure.HostKeyMismatch.class);
  }

  @Test
  void a_revoked_key_is_refused_even_if_it_is_known() throws IOException {
    Files.writeString(
        file,
        name + " " + node.server().hostKey() + "\n@revoked * " + node.server().hostKey() + "\n");

    ShellFailure failure = failure(acceptNew());

    assertThat(failure).isInstanceOf(ShellFailure.HostKeyMismatch.class);
    assertThat(failure.reason()).contains("revokes", file + ":2");
  }

  @Test
  void an_authority_does_not_make_a_host_known() throws IOException {
    Files.writeString(file, "@cert-authority * " + node.server().hostKey() + "\n");

    assertThat(failure(known())).isInstanceOf(ShellFailure.HostUnknown.class);
  }

  @Test
  void an_unknown_host_s_line_is_shown_ready_to_be_added() {
    ShellFailure failure = failure(known());

    assertThat(failure).isInstanceOf(ShellFailure.HostUnknown.class);
    assertThat(failure.reason())
        .contains(file.toString(), name + " " + node.server().hostKey().toString());
  }

  @Test
  void a_new_host_is_written_down_for_us_and_for_openssh_and_known_from_then_on() throws Exception {
    Path record = temporary.resolve("state/ssh/known_hosts");
    HostTrust trust = new HostTrust.AcceptNew(List.of(file), record);

    HostIdentity first = identity(trust);
    HostIdentity second = identity(trust);

    assertThat(first.recorded()).isTrue();
    assertThat(second.recorded()).isFalse();
    assertThat(second.how()).contains(record + ":1");
    assertThat(Files.readString(record)).isEqualTo(name + " " + node.server().hostKey() + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record.getParent())))
        .isEqualTo("rwx------");
    assertThat(
            Programs.run(
                Programs.require("ssh-keygen").toString(), "-F", name, "-f", record.toString()))
        .contains(node.server().hostKey().toString());
  }

  @Test
  void a_file_without_a_line_feed_at_its_end_is_not_damaged() throws IOException {
    Files.writeString(file, "other.test " + OTHER_KEY);

    identity(acceptNew());

    assertThat(Files.readString(file))
        .isEqualTo("other.test " + OTHER_KEY + "\n" + name + " " + node.server().hostKey() + "\n");
  }

  @Test
  void connections_at_the_same_time_write_the_host_down_once() throws Exception {
    Callable<HostIdentity> connecting = () -> identity(acceptNew());
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Future<HostIdentity>> identities =
          threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> connecting).toList());
      for (Future<HostIdentity> identity : identities) {
        assertThat(identity.get().key()).isEqualTo(node.server().hostKey());
      }
    }

    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  @Test
  void a_key_that_was_told_is_written_down_in_place_of_another_and_says_who_told_it()
      throws IOException {
    Files.writeString(file, name + " " + OTHER_KEY + "\n");

    HostIdentity identity = identity(told(node.server().hostKey()));

    assertThat(identity.how())
        .isEqualTo("verified with the key on its console, recorded in " + file);
    assertThat(identity.recorded()).isTrue();
    assertThat(identity(known()).key()).isEqualTo(node.server().hostKey());
  }

  @Test
  void a_host_that_shows_none_of_the_keys_that_were_told_is_refused_and_not_written_down()
      throws IOException {
    ShellFailure failure = failure(told(HostKey.parse(OTHER_KEY)));

    assertThat(failure).isInstanceOf(ShellFailure.HostKeyMismatch.class);
    assertThat(file).doesNotExist();
  }

  @Test
  void known_hosts_that_cannot_be_read_are_named() throws IOException {
    Path directory = Files.createDirectory(temporary.resolve("directory"));

    ShellFailure failure = failure(new HostTrust.KnownHosts(List.of(directory)));

    assertThat(failure.reason()).contains("cannot read " + directory);
  }

  @Test
  void known_hosts_that_cannot_be_written_are_named() throws IOException {
    Path record = Files.createFile(temporary.resolve("not-a-directory")).resolve("known_hosts");

    ShellFailure failure = failure(new HostTrust.AcceptNew(List.of(), record));

    assertThat(failure.reason()).contains(temporary.resolve("not-a-directory").toString());
  }

  private HostTrust known() {
    return new HostTrust.KnownHosts(List.of(temporary.resolve("absent"), file));
  }

  private HostTrust told(HostKey key) {
    return new HostTrust.KnownKeys(
        List.of(key), "verified with the key on its console", Optional.of(file));
  }

  private HostTrust acceptNew() {
    return new HostTrust.AcceptNew(List.of(), file);
  }

  private HostIdentity identity(HostTrust trust) {
    try (RemoteShell shell = connect(trust)) {
      return shell.hostIdentity();
    }
  }

  private ShellFailure failure(HostTrust trust) {
    return catchThrowableOfType(ShellException.class, () -> connect(trust).close()).failure();
  }

  private RemoteShell connect(HostTrust trust) {
    return node.port().connect(node.endpoint(trust), Duration.ofSeconds(20), reason -> {});
  }
}
