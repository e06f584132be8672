package dev.provision.adapter.sshd.key;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.adapter.sshd.OpenSshNode;
import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Private keys as `ssh-keygen` and `openssl` write them, each in the ways they have to encrypt.
@Timeout(120)
final class KeyFormatsTest {
  private static final String PASSPHRASE = "correct horse";

  @TempDir private Path temporary;
  private OpenSshNode node;

  @BeforeEach
  void start() throws Exception {
    Programs.require("openssl");
    node = new OpenSshNode(temporary);
  }

  @AfterEach
  void stop() {
    if (node != null) {
      node.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aes256-ctr",
        "aes256-cbc",
        "aes128-ctr",
        "aes192-cbc",
        "aes256-gcm@openssh.com",
        "aes128-gcm@openssh.com",
        "chacha20-poly1305@openssh.com",
        "3des-cbc",
      })
  void keys_encrypted_by_ssh_keygen_log_in(String cipher) throws Exception {
    Path file = temporary.resolve("key");
    Programs.run(
        "ssh-keygen", "-q", "-t", "ed25519", "-Z", cipher, "-N", PASSPHRASE, "-f", file.toString());

    assertLogsIn(file);
  }

  /// `$K` is the file to write, `$P` the passphrase.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "openssl genpkey -algorithm ed25519 -out $K",
        "openssl genpkey -algorithm ed25519 -aes256 -pass pass:\"$P\" -out $K",
        "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out $K",
        "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -aes128 -pass pass:\"$P\""
            + " -out $K",
        "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $K",
        "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -aes256 -pass pass:\"$P\""
            + " -out $K",
        "openssl genrsa -traditional -out $K 2048",
        "openssl genrsa -traditional -aes128 -passout pass:\"$P\" -out $K 2048",
        "openssl genrsa -traditional -aes256 -passout pass:\"$P\" -out $K 2048",
        "openssl genrsa -traditional -des3 -passout pass:\"$P\" -out $K 2048",
        "openssl ecparam -name prime256v1 -genkey -out $K",
        "openssl ecparam -name secp521r1 -genkey -noout -out $K",
        "openssl ecparam -name secp384r1 -genkey -noout | openssl ec -aes128 -passout pass:\"$P\""
            + " -out $K",
        "openssl genpkey -algorithm ed25519 | openssl pkcs8 -topk8 -v2 aes-128-cbc -v2prf"
            + " hmacWithSHA1 -passout pass:\"$P\" -out $K",
        "openssl genpkey -algorithm ed25519 | openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf"
            + " hmacWithSHA512 -passout pass:\"$P\" -out $K",
        "openssl genpkey -algorithm ed25519 | openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout"
            + " pass:\"$P\" -out $K",
        "ssh-keygen -q -t ecdsa -b 521 -m PEM -N \"$P\" -f $K",
        "ssh-keygen -q -t rsa -b 3072 -m PKCS8 -N \"$P\" -f $K",
      })
  void keys_of_openssl_log_in(String command) throws Exception {
    Path file = temporary.resolve("key");
    Programs.run("sh", "-c", "K=" + file + " P='" + PASSPHRASE + "'; " + command);

    assertLogsIn(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-v2 des3", "-scrypt"})
  void an_encryption_that_java_does_not_know_is_told_with_the_way_out(String options)
      throws Exception {
    Path file = temporary.resolve("key");
    Programs.run(
        "sh",
        "-c",
        "openssl genpkey -algorithm ed25519 | openssl pkcs8 -topk8 %s -passout 'pass:%s' -out %s"
            .formatted(options, PASSPHRASE, file));

    assertThatThrownBy(() -> logIn(file)).hasMessageContainingAll("not supported", "openssl pkcs8");
  }

  private void assertLogsIn(Path file) throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    node.authorize(publicKey(file).strip());

    logIn(file);
  }

  private void logIn(Path file) {
    Login login = new Login.KeyFile(file, _ -> Optional.of(Secret.of(PASSPHRASE)));
    node.port().connect(node.endpoint(List.of(login)), Duration.ofSeconds(20), _ -> {}).close();
  }

  /// What `ssh-keygen` cannot read is ed25519, of which `openssl`'s form ends with the key itself.
  private static String publicKey(Path file) throws Exception {
    try {
      return Programs.run("ssh-keygen", "-y", "-P", PASSPHRASE, "-f", file.toString());
    } catch (IOException e) {
      String pem =
          Programs.run(
              "openssl",
              "pkey",
              "-in",
              file.toString(),
              "-passin",
              "pass:" + PASSPHRASE,
              "-pubout");
      byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]*-----", ""));
      ByteArrayBuffer blob = new ByteArrayBuffer();
      blob.putString("ssh-ed25519");
      blob.putBytes(der, der.length - 32, 32);
      return PublicKeyText.of(blob.getCompactData()).toString();
    }
  }
}
