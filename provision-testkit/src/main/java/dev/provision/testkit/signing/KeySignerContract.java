package dev.provision.testkit.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.ports.shell.KeySigner;
import dev.provision.ports.shell.KeySigner.KeySignature;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.testkit.Promise;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The contract of signing with the user's keys.
@Timeout(120)
public abstract class KeySignerContract {
  /// A user with keys and an agent.
  public interface KeyOwner extends AutoCloseable {
    /// The user's signer.
    KeySigner signer();

    /// Makes a key pair in files.
    ///
    /// @param type as for `ssh-keygen -t`
    /// @param bits as for `ssh-keygen -b`
    /// @param passphrase the user will give this one if asked; empty: it is not encrypted
    /// @return the private key; the public key is beside it, in `.pub`
    Path key(String type, int bits, String passphrase) throws Exception;

    /// Lets the agent have this private key, which is not encrypted.
    void addToAgent(Path key) throws Exception;

    /// Encrypts a private key.
    void encrypt(Path key, String passphrase) throws Exception;

    /// The files whose passphrases the user was asked for.
    List<Path> asked();

    /// Makes a security key, which only the agent can use, and which waits for a touch.
    ///
    /// @return the public key
    Path securityKey() throws Exception;

    /// Touches the security key.
    void touch();

    /// Whether the key made the signature of the data.
    boolean verifies(KeySignature signature, byte[] data) throws Exception;

    @Override
    void close();
  }

  /// For subclasses.
  protected KeySignerContract() {}

  /// A new user.
  ///
  /// @throws Exception if there cannot be one
  protected abstract KeyOwner fixture() throws Exception;

  @Nested
  final class Signing extends SigningContract {
    @Override
    KeyOwner fixture() throws Exception {
      return KeySignerContract.this.fixture();
    }
  }

  /// What is signed with which key.
  abstract static class SigningContract {
    private static final byte[] DATA = "what is signed".getBytes(UTF_8);

    private final List<String> waits = new CopyOnWriteArrayList<>();
    private KeyOwner owner;

    abstract KeyOwner fixture() throws Exception;

    @BeforeEach
    void begin() throws Exception {
      owner = fixture();
    }

    @AfterEach
    void end() {
      if (owner != null) {
        owner.close();
      }
    }

    private KeySignature sign(Path key) {
      return owner.signer().sign(key, DATA, waits::add);
    }

    private static Path publicKey(Path key) {
      return key.resolveSibling(key.getFileName() + ".pub");
    }

    private static String algorithm(KeySignature signature) {
      ByteBuffer bytes = ByteBuffer.wrap(signature.signature());
      byte[] name = new byte[bytes.getInt()];
      bytes.get(name);
      return new String(name, UTF_8);
    }

    private ShellFailure failure(Path key) {
      return catchThrowableOfType(ShellException.class, () -> sign(key)).failure();
    }

    @Test
    @Promise({
      "Signs data with an Ed25519, ECDSA or RSA key",
      "with RSA by `rsa-sha2-512`, and never with SHA-1.",
      "the public key as SSH encodes it",
      "the name of the algorithm and the signature, as SSH encodes them"
    })
    void every_type_of_key_signs() throws Exception {
      String[][] types = {
        {"ed25519", "256", "ssh-ed25519"},
        {"ecdsa", "256", "ecdsa-sha2-nistp256"},
        {"ecdsa", "384", "ecdsa-sha2-nistp384"},
        {"ecdsa", "521", "ecdsa-sha2-nistp521"},
        {"rsa", "2048", "rsa-sha2-512"}
      };
      for (String[] type : types) {
        KeySignature signature = sign(owner.key(type[0], Integer.parseInt(type[1]), ""));

        assertThat(algorithm(signature)).isEqualTo(type[2]);
        assertThat(owner.verifies(signature, DATA)).as(type[2]).isTrue();
        assertThat(owner.verifies(signature, "another text".getBytes(UTF_8))).isFalse();
      }
      assertThat(owner.asked()).isEmpty();
    }

    @Test
    @Promise(
        "The file of a private key is read, and the user is asked for its passphrase if it is"
            + " encrypted.")
    void a_passphrase_is_asked_for() throws Exception {
      Path key = owner.key("ed25519", 256, "correct horse");

      assertThat(owner.verifies(sign(key), DATA)).isTrue();
      assertThat(owner.asked()).containsExactly(key);
    }

    @Test
    @Promise("If the file has a public key, the user's agent signs with its private key.")
    void the_agent_signs_for_a_public_key() throws Exception {
      Path other = owner.key("ed25519", 256, "");
      owner.addToAgent(other);
      for (String type : List.of("ed25519", "rsa")) {
        Path key = owner.key(type, type.equals("rsa") ? 2048 : 256, "");
        owner.addToAgent(key);
        Files.delete(key);

        KeySignature signature = sign(publicKey(key));

        assertThat(owner.verifies(signature, DATA)).as(type).isTrue();
        assertThat(algorithm(signature)).isIn("ssh-ed25519", "rsa-sha2-512");
      }
    }

    @Test
    @Promise("The agent also signs with an encrypted key that it holds, so that nobody is asked.")
    void nobody_is_asked_for_what_the_agent_can_do() throws Exception {
      Path key = owner.key("ed25519", 256, "");
      owner.addToAgent(key);
      owner.encrypt(key, "correct horse");

      assertThat(owner.verifies(sign(key), DATA)).isTrue();
      assertThat(owner.asked()).isEmpty();
    }

    @Test
    @Promise("is told if a person has to do something, such as to touch a security key")
    void a_touch_is_asked_for() throws Exception {
      Path key = owner.securityKey();

      KeySignature signature =
          owner
              .signer()
              .sign(
                  key,
                  DATA,
                  reason -> {
                    waits.add(reason);
                    owner.touch();
                  });

      assertThat(waits).singleElement().asString().contains("touch the security key");
      assertThat(algorithm(signature)).startsWith("sk-");
    }

    @Test
    @Promise({
      "with [ShellFailure.KeyUnusable], which says why, if the key cannot sign",
      "a file with a private or a public key, in any format that OpenSSH writes"
    })
    void a_key_that_cannot_sign_is_named_with_the_reason() throws Exception {
      Path held = owner.key("ed25519", 256, "");
      Files.delete(held);
      Path text = Files.writeString(publicKey(held).resolveSibling("text"), "no key\n");
      Path missing = held.resolveSibling("missing");

      for (Path key : List.of(publicKey(held), text, missing)) {
        ShellFailure failure = failure(key);

        assertThat(failure).isInstanceOf(ShellFailure.KeyUnusable.class);
        assertThat(failure.reason()).contains(key.toString());
      }
      assertThat(failure(publicKey(held)).reason()).contains("agent");
      assertThat(failure(missing).reason()).contains("no such file");
    }
  }
}
