package dev.provision.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.server.HostKeyPair;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.RemoteShellPort.WaitObserver;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.ShellSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A host that has been given its key shows another one while it boots.
@Timeout(120)
final class AwaitedKeyTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final String OTHER_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc";

  @TempDir private Path temporary;
  private final HostKeyPair given = HostKeyPair.generate();
  private final HostKeyPair images = HostKeyPair.generate();
  private final AtomicReference<KeyPair> shown = new AtomicReference<>(images.pair());
  private RecordingServer server;
  private RemoteShellPort port;
  private Path record;

  @BeforeEach
  void start() throws IOException {
    server = new RecordingServer(s -> s.setKeyPairProvider(session -> List.of(shown.get())));
    port = new SshdProvider().open(ShellSettings.in(temporary));
    record = temporary.resolve("state/known_hosts");
  }

  @AfterEach
  void stop() throws IOException {
    port.close();
    server.close();
  }

  @Test
  void another_key_means_not_yet_and_whoever_shows_it_hears_nothing_of_a_login() {
    List<String> reasons = new ArrayList<>();

    HostIdentity identity =
        connect(
            Optional.empty(),
            LONG,
            reason -> {
              reasons.add(reason);
              assertThat(server.events()).isEmpty();
              if (reasons.size() == 3) {
                shown.set(given.pair());
              }
            });

    assertThat(identity.key()).isEqualTo(given.publicKey());
    assertThat(identity.recorded()).isFalse();
    assertThat(reasons)
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(reason -> assertThat(reason).contains(images.publicKey().fingerprint()));
    assertThat(server.events()).startsWith("login begins");
  }

  @Test
  void after_the_limit_it_is_a_mismatch_with_both_fingerprints_and_nothing_was_said_of_a_login() {
    ShellFailure failure = failure(Optional.of(record), SHORT);

    assertThat(failure)
        .isInstanceOfSatisfying(
            ShellFailure.HostKeyMismatch.class,
            mismatch -> {
              assertThat(mismatch.offered()).isEqualTo(images.publicKey());
              assertThat(mismatch.known()).containsExactly(given.publicKey());
            });
    assertThat(failure.reason())
        .contains(given.publicKey().fingerprint(), images.publicKey().fingerprint());
    assertThat(server.events()).isEmpty();
  }

  @Test
  void whoever_takes_the_host_s_place_is_not_trusted_later_either() throws IOException {
    failure(Optional.of(record), SHORT);

    assertThat(Files.readString(record)).isEqualTo(name() + " " + given.publicKey() + "\n");
    HostTrust later = new HostTrust.AcceptNew(List.of(), record);
    assertThat(
            catchThrowableOfType(ShellException.class, () -> connect(later, LONG, _ -> {}))
                .failure())
        .isInstanceOf(ShellFailure.HostKeyMismatch.class);
  }

  @Test
  void a_record_that_cannot_be_written_is_named_before_anybody_is_asked() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));

    assertThat(failure(Optional.of(file.resolve("known_hosts")), LONG).reason())
        .contains(file.resolve("known_hosts").toString());
    assertThat(server.events()).isEmpty();
  }

  @Test
  void a_host_that_is_gone_at_the_end_has_still_shown_another_key() {
    List<String> reasons = new ArrayList<>();

    ShellException thrown =
        catchThrowableOfType(
            ShellException.class,
            () ->
                connect(
                    Optional.empty(),
                    Duration.ofSeconds(1),
                    reason -> {
                      reasons.add(reason);
                      stopServer();
                    }));

    assertThat(reasons.getLast()).contains("cannot reach");
    assertThat(thrown.failure()).isInstanceOf(ShellFailure.HostKeyMismatch.class);
  }

  private void stopServer() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void the_key_is_written_down_for_us_and_for_openssh_once() throws Exception {
    shown.set(given.pair());

    assertThat(connect(Optional.of(record), LONG, _ -> {}).recorded()).isTrue();
    connect(Optional.of(record), LONG, _ -> {});

    assertThat(Files.readString(record)).isEqualTo(name() + " " + given.publicKey() + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record)))
        .isEqualTo("rw-------");
    connect(new HostTrust.KnownHosts(List.of(record)), LONG, _ -> {});
  }

  @Test
  void it_takes_the_place_of_a_key_that_the_address_had_before() throws Exception {
    shown.set(given.pair());
    Files.createDirectories(record.getParent());
    Files.writeString(
        record,
        "other.test %2$s\n%1$s %2$s\n@revoked %1$s %2$s\n%1$s %2$s".formatted(name(), OTHER_KEY));

    connect(Optional.of(record), LONG, _ -> {});

    assertThat(Files.readString(record))
        .isEqualTo(
            "other.test %2$s\n#%4$s %2$s\n@revoked %1$s %2$s\n#%4$s %2$s\n%1$s %3$s\n"
                .formatted(name(), OTHER_KEY, given.publicKey(), name().substring(1)));
    assertThat(
            Programs.run(
                Programs.require("ssh-keygen").toString(), "-F", name(), "-f", record.toString()))
        .contains(given.publicKey().toString());
  }

  @Test
  void a_line_for_several_hosts_is_left_to_its_author() throws IOException {
    shown.set(given.pair());
    Files.createDirectories(record.getParent());
    String line = "other.test," + name() + " " + OTHER_KEY + "\n";
    Files.writeString(record, line);

    ShellFailure failure = failure(Optional.of(record), LONG);

    assertThat(failure.reason()).contains(record + ":1", "other.test");
    assertThat(Files.readString(record)).isEqualTo(line);
    assertThat(server.events()).isEmpty();
  }

  private String name() {
    return "[127.0.0.1]:" + server.endpoint(List.of()).port().orElseThrow();
  }

  private HostIdentity connect(Optional<Path> file, Duration limit, WaitObserver waiting) {
    return connect(new HostTrust.AwaitedKey(given.publicKey(), file), limit, waiting);
  }

  private HostIdentity connect(HostTrust trust, Duration limit, WaitObserver waiting) {
    Login login = new Login.Password(Secret.of(RecordingServer.PASSWORD));
    try (RemoteShell shell = port.connect(server.endpoint(List.of(login), trust), limit, waiting)) {
      return shell.hostIdentity();
    }
  }

  private ShellFailure failure(Optional<Path> file, Duration limit) {
    return catchThrowableOfType(ShellException.class, () -> connect(file, limit, _ -> {}))
        .failure();
  }
}
