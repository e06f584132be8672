package dev.provision.adapter.sshd.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.OpenSshNode;
import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Logging in to OpenSSH's server with what OpenSSH's own programs made.
@Timeout(120)
final class LoginTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Login.Passphrase RIGHT = file -> Optional.of(Secret.of("correct horse"));

  @TempDir private Path temporary;
  private OpenSshNode node;

  @BeforeEach
  void start() throws Exception {
    Programs.require("ssh-keygen");
    node = new OpenSshNode(temporary, "MaxAuthTries 20");
  }

  @AfterEach
  void stop() {
    if (node != null) {
      node.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519, 256, RFC4716",
    "ecdsa, 256, RFC4716",
    "ecdsa, 384, RFC4716",
    "ecdsa, 521, RFC4716",
    "rsa, 2048, RFC4716",
    "ecdsa, 256, PEM",
    "ecdsa, 384, PKCS8",
    "rsa, 2048, PEM",
    "rsa, 2048, PKCS8",
  })
  void key_files_of_every_type_and_format_log_in(String type, String bits, String format)
      throws Exception {
    Path plain = keyFile("plain", "", "-t", type, "-b", bits, "-m", format);
    Path encrypted = keyFile("encrypted", "correct horse", "-t", type, "-b", bits, "-m", format);

    assertLogsIn(new Login.KeyFile(plain, Login.Passphrase.NONE));
    assertLogsIn(new Login.KeyFile(encrypted, RIGHT));
    assertLogsIn(new Login.Key(Secret.of(Files.readString(plain))));
  }

  @Test
  void the_passphrase_is_asked_for_only_if_the_key_is_encrypted() throws Exception {
    Path file = keyFile("plain", "", "-t", "ed25519");
    List<Path> asked = new ArrayList<>();

    assertLogsIn(
        new Login.KeyFile(
            file,
            path -> {
              asked.add(path);
              return Optional.empty();
            }));

    assertThat(asked).isEmpty();
  }

  @Test
  void a_wrong_passphrase_is_named_with_its_file() throws Exception {
    Path file = keyFile("encrypted", "correct horse", "-t", "ed25519");

    ShellFailure failure =
        failure(new Login.KeyFile(file, path -> Optional.of(Secret.of("battery staple"))));

    assertThat(failure).isInstanceOf(ShellFailure.KeyUnusable.class);
    assertThat(((ShellFailure.KeyUnusable) failure).file()).isEqualTo(file);
    assertThat(failure.reason())
        .contains(file.toString(), "passphrase is wrong")
        .doesNotContain("battery");
  }

  @Test
  void an_encrypted_key_without_a_passphrase_says_what_to_do() throws Exception {
    Path file = keyFile("encrypted", "correct horse", "-t", "ed25519");

    ShellFailure failure = failure(new Login.KeyFile(file, Login.Passphrase.NONE));

    assertThat(failure).isInstanceOf(ShellFailure.KeyUnusable.class);
    assertThat(failure.reason()).contains(file.toString(), "encrypted", "agent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-"})
  void a_key_that_others_may_use_is_not_used_as_in_ssh(String mode) throws Exception {
    Path file = keyFile("open", "", "-t", "ed25519");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

    ShellFailure failure = failure(new Login.KeyFile(file, Login.Passphrase.NONE));

    assertThat(failure).isInstanceOf(ShellFailure.KeyUnusable.class);
    assertThat(failure.reason()).contains("other users can access it", "chmod 600 '" + file + "'");
  }

  @Test
  void a_missing_key_file_and_one_that_is_no_key_are_named() throws Exception {
    Path missing = temporary.resolve("missing");
    Path text = Files.writeString(temporary.resolve("text"), "hello\n");

    assertThat(failure(new Login.KeyFile(missing, Login.Passphrase.NONE)).reason())
        .contains(missing.toString(), "no such file");
    assertThat(failure(new Login.KeyFile(text, Login.Passphrase.NONE)).reason())
        .contains(text.toString(), "not a private key");
  }

  @Test
  void an_unusable_key_does_not_hide_a_later_login() throws Exception {
    Path good = keyFile("good", "", "-t", "ed25519");

    assertLogsIn(
        new Login.KeyFile(temporary.resolve("missing"), Login.Passphrase.NONE),
        new Login.KeyFile(good, Login.Passphrase.NONE));
  }

  @Test
  void a_refusal_says_who_was_refused_and_with_what() throws Exception {
    Path stranger = temporary.resolve("stranger");
    Programs.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", stranger.toString());

    ShellFailure failure = failure(new Login.KeyFile(stranger, Login.Passphrase.NONE));

    assertThat(failure).isInstanceOf(ShellFailure.AuthRejected.class);
    assertThat(failure.doing()).contains(System.getProperty("user.name") + "@127.0.0.1:");
    assertThat(failure.reason()).contains("key " + stranger, "it accepts publickey");
  }

  @ParameterizedTest
  @CsvSource({"ed25519, 256", "ecdsa, 256", "rsa, 2048"})
  void the_keys_of_an_agent_log_in(String type, String bits) throws Exception {
    Path other = temporary.resolve("other");
    Programs.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other.toString());
    Path key = keyFile("key", "", "-t", type, "-b", bits);
    Path socket = temporary.resolve("agent");
    try (OpenSshAgent agent = new OpenSshAgent(socket)) {
      agent.sshAdd(other);
      agent.sshAdd(key);

      assertLogsIn(new Login.Agent(socket));
    }
  }

  @Test
  void an_agent_that_is_not_there_is_as_good_as_no_key() throws Exception {
    Path good = keyFile("good", "", "-t", "ed25519");

    assertLogsIn(
        new Login.Agent(temporary.resolve("nowhere")),
        new Login.KeyFile(good, Login.Passphrase.NONE));
  }

  /// Makes a key that the node accepts.
  private Path keyFile(String name, String passphrase, String... options) throws Exception {
    Path file = temporary.resolve(name);
    List<String> command =
        new ArrayList<>(List.of("ssh-keygen", "-q", "-N", passphrase, "-f", file.toString()));
    command.addAll(List.of(options));
    Programs.run(command.toArray(String[]::new));
    node.authorize(Files.readString(temporary.resolve(name + ".pub")).strip());
    return file;
  }

  private void assertLogsIn(Login... logins) {
    try (RemoteShell shell = connect(logins)) {
      assertThat(shell.hostIdentity().key().type()).isEqualTo("ssh-ed25519");
    }
  }

  private ShellFailure failure(Login... logins) {
    return catchThrowableOfType(ShellException.class, () -> connect(logins).close()).failure();
  }

  private RemoteShell connect(Login... logins) {
    return node.port().connect(node.endpoint(List.of(logins)), LIMIT, reason -> {});
  }
}
