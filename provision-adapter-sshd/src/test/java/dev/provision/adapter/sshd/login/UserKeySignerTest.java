package dev.provision.adapter.sshd.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.Programs;
import dev.provision.adapter.sshd.SshdProvider;
import dev.provision.adapter.sshd.key.SignatureAlgorithms;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.KeySigner;
import dev.provision.ports.shell.KeySigner.KeySignature;
import dev.provision.ports.shell.LocalUser;
import dev.provision.ports.shell.ShellException;
import dev.provision.testkit.signing.KeySignerContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signatures by keys that `ssh-keygen` made, in files and in OpenSSH's agent.
final class UserKeySignerTest extends KeySignerContract {
  @TempDir private Path temporary;

  @Override
  protected User fixture() {
    Programs.require("ssh-keygen");
    return new User(temporary);
  }

  /// A user, whose agent is started when it is needed.
  static final class User implements KeySignerContract.KeyOwner {
    private final Path home;
    private final List<Path> asked = new ArrayList<>();
    private Optional<OpenSshAgent> agent = Optional.empty();
    private Optional<FakeSecurityKeyAgent> token = Optional.empty();
    private String passphrase = "";
    private Map<String, String> environment = Map.of();
    private int keys;

    User(Path home) {
      this.home = home;
    }

    @Override
    public KeySigner signer() {
      LocalUser user = new LocalUser("me", home, environment, List.of(), this::passphrase);
      return new SshdProvider().signer(user).orElseThrow();
    }

    private Optional<Secret> passphrase(Path file) {
      asked.add(file);
      return Optional.of(passphrase).filter(text -> !text.isEmpty()).map(Secret::of);
    }

    @Override
    public Path key(String type, int bits, String newPassphrase) throws Exception {
      Path file = home.resolve("key" + keys++);
      Programs.run(
          "ssh-keygen",
          "-q",
          "-t",
          type,
          "-b",
          Integer.toString(bits),
          "-N",
          newPassphrase,
          "-f",
          file.toString());
      passphrase = newPassphrase;
      return file;
    }

    @Override
    public void addToAgent(Path key) throws Exception {
      if (agent.isEmpty()) {
        agent = Optional.of(new OpenSshAgent(home.resolve("agent")));
        environment = Map.of("SSH_AUTH_SOCK", agent.get().socket().toString());
      }
      agent.get().sshAdd(key);
    }

    @Override
    public void encrypt(Path key, String with) throws Exception {
      Programs.run("ssh-keygen", "-q", "-p", "-P", "", "-N", with, "-f", key.toString());
    }

    @Override
    public List<Path> asked() {
      return asked;
    }

    @Override
    public Path securityKey() throws Exception {
      Path socket = home.resolve("token");
      FakeSecurityKeyAgent made = new FakeSecurityKeyAgent(socket);
      token = Optional.of(made);
      environment = Map.of("SSH_AUTH_SOCK", socket.toString());
      return Files.writeString(home.resolve("token.pub"), made.publicKey() + "\n");
    }

    @Override
    public void touch() {
      token.orElseThrow().touch();
    }

    @Override
    public boolean verifies(KeySignature signature, byte[] data) throws Exception {
      ByteArrayBuffer signed = new ByteArrayBuffer(signature.signature());
      Signature verifier = NamedFactory.create(SignatureAlgorithms.all(), signed.getString());
      verifier.initVerifier(null, new ByteArrayBuffer(signature.publicKey()).getRawPublicKey());
      verifier.update(null, data);
      return verifier.verify(null, signed.getBytes());
    }

    @Override
    public void close() {
      agent.ifPresent(OpenSshAgent::close);
      token.ifPresent(
          made -> {
            try {
              made.close();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  private static String reason(User user, Path key) {
    return catchThrowableOfType(
            ShellException.class, () -> user.signer().sign(key, new byte[1], _ -> {}))
        .failure()
        .reason();
  }

  @Test
  void a_public_key_stands_for_the_private_key_beside_it() throws Exception {
    try (User user = fixture()) {
      Path key = user.key("ed25519", 256, "");

      KeySignature signature = user.signer().sign(Path.of(key + ".pub"), new byte[1], _ -> {});

      assertThat(user.verifies(signature, new byte[1])).isTrue();
    }
  }

  @Test
  void an_agent_that_is_missing_or_cannot_sign_is_named() throws Exception {
    try (User user = fixture()) {
      Path key = user.key("ed25519", 256, "");
      Files.delete(key);
      Path shown = Path.of(key + ".pub");
      assertThat(reason(user, shown)).contains("SSH_AUTH_SOCK is not set");

      user.environment = Map.of("SSH_AUTH_SOCK", temporary.resolve("gone").toString());
      assertThat(reason(user, shown)).contains("the agent at " + temporary.resolve("gone"));

      user.addToAgent(user.key("ed25519", 256, ""));
      assertThat(reason(user, shown)).contains("does not have its private key", "ssh-add");
    }
  }

  @Test
  void a_passphrase_that_is_wrong_or_missing_is_said() throws Exception {
    try (User user = fixture()) {
      Path key = user.key("ed25519", 256, "correct horse");
      user.passphrase = "another";
      assertThat(reason(user, key)).contains("the passphrase is wrong");

      user.passphrase = "";
      assertThat(reason(user, key)).contains("it is encrypted, but no passphrase was given");
    }
  }

  @Test
  void a_certificate_does_not_sign() throws Exception {
    try (User user = fixture()) {
      Path key = user.key("ed25519", 256, "");
      Path authority = user.key("ed25519", 256, "");
      Programs.run(
          "ssh-keygen", "-q", "-s", authority.toString(), "-I", "me", "-n", "me", key + ".pub");

      assertThat(reason(user, Path.of(key + "-cert.pub"))).contains("-cert.pub cannot be used");
    }
  }
}
