package dev.provision.library.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Signatures that OpenSSH makes, and that OpenSSH accepts.
class SshSignatureTest {
  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("plan"), "what is signed\n");
  }

  private int run(Path input, String... words) throws IOException, InterruptedException {
    return new ProcessBuilder(words)
        .directory(directory.toFile())
        .redirectInput(input.toFile())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output").toFile())
        .start()
        .waitFor();
  }

  private SshSignature signed(String type, String bits, String hash) throws Exception {
    Path nothing = Path.of("/dev/null");
    assertThat(run(nothing, "ssh-keygen", "-q", "-t", type, "-b", bits, "-N", "", "-f", "key"))
        .isZero();
    assertThat(
            run(
                nothing,
                "ssh-keygen",
                "-Y",
                "sign",
                "-n",
                "provision",
                "-O",
                "hashalg=" + hash,
                "-f",
                "key",
                "plan"))
        .isZero();
    return SshSignature.parse(Files.readString(directory.resolve("plan.sig")));
  }

  private String hash(String algorithm) throws IOException, GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519, 256, sha512",
    "ed25519, 256, sha256",
    "ecdsa, 256, sha512",
    "ecdsa, 384, sha256",
    "ecdsa, 521, sha512",
    "rsa, 2048, sha512",
    "rsa, 3072, sha256"
  })
  void what_ssh_keygen_signs_is_verified(String type, String bits, String hash) throws Exception {
    SshSignature signature = signed(type, bits, hash);

    assertThat(signature.namespace()).isEqualTo("provision");
    assertThat(signature.isFor(hash(signature.hashAlgorithm()))).isTrue();
    Files.writeString(file, "what is Signed\n");
    assertThat(signature.isFor(hash(signature.hashAlgorithm()))).isFalse();
  }

  @Test
  void what_we_write_is_verified_by_ssh_keygen() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] key =
        new WireWriter()
            .string("ssh-ed25519")
            .string(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length))
            .bytes();
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(SshSignature.toSign("provision", HexFormat.of().parseHex(hash("SHA-512"))));
    byte[] blob = new WireWriter().string("ssh-ed25519").string(signature.sign()).bytes();
    Files.writeString(directory.resolve("plan.sig"), SshSignature.text("provision", key, blob));
    Files.writeString(
        directory.resolve("signers"),
        "alice ssh-ed25519 " + Base64.getEncoder().encodeToString(key) + "\n");
    String[] verify = {
      "ssh-keygen",
      "-Y",
      "verify",
      "-n",
      "provision",
      "-I",
      "alice",
      "-f",
      "signers",
      "-s",
      "plan.sig"
    };

    assertThat(run(file, verify)).isZero();
    Files.writeString(file, "another text\n");
    assertThat(run(file, verify)).isNotZero();
  }

  @Test
  void no_changed_byte_of_a_signature_is_accepted() throws Exception {
    signed("ecdsa", "256", "sha512");
    String text = Files.readString(directory.resolve("plan.sig"));
    String base64 = text.lines().filter(line -> !line.startsWith("-")).reduce("", String::concat);
    byte[] blob = Base64.getDecoder().decode(base64);

    for (int at = 0; at < blob.length; at++) {
      byte[] changed = blob.clone();
      changed[at] ^= 1;

      assertThat(isAccepted(changed)).as("byte %s", at).isFalse();
      assertThat(isAccepted(Arrays.copyOf(blob, at))).as("%s bytes", at).isFalse();
    }
    assertThat(isAccepted(blob)).isTrue();
  }

  private boolean isAccepted(byte[] blob) throws Exception {
    String hash = hash("SHA-512");
    boolean[] accepted = {false};
    Throwable failure =
        catchThrowable(
            () -> {
              SshSignature signature =
                  SshSignature.parse(
                      "-----BEGIN SSH SIGNATURE-----\n"
                          + Base64.getEncoder().encodeToString(blob)
                          + "\n-----END SSH SIGNATURE-----\n");
              accepted[0] = signature.namespace().equals("provision") && signature.isFor(hash);
            });
    assertThat(failure).isIn(null, failure instanceof IllegalArgumentException ? failure : null);
    return accepted[0];
  }

  @Test
  void short_rsa_keys_and_sha1_are_refused() throws Exception {
    SshSignature small = signed("rsa", "1024", "sha512");
    String hash = hash("SHA-512");

    assertThatThrownBy(() -> small.isFor(hash)).hasMessageContaining("1024 bits");
    byte[] sha1 = new WireWriter().string("ssh-rsa").string(new byte[256]).bytes();
    KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    java.security.interfaces.RSAPublicKey rsa =
        (java.security.interfaces.RSAPublicKey) pair.getPublic();
    byte[] key =
        new WireWriter()
            .string("ssh-rsa")
            .string(rsa.getPublicExponent().toByteArray())
            .string(rsa.getModulus().toByteArray())
            .bytes();
    SshSignature old = SshSignature.parse(SshSignature.text("provision", key, sha1));
    assertThatThrownBy(() -> old.isFor(hash)).hasMessageContaining("'ssh-rsa' is not accepted");
  }

  /// A signature by a token, as PROTOCOL.u2f describes it; made here, because there is no token.
  @Test
  void a_token_that_was_touched_is_accepted() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

    assertThat(byToken(pair, 1)).isTrue();
    assertThat(byToken(pair, 0)).isFalse();
  }

  private boolean byToken(KeyPair pair, int flags) throws Exception {
    byte[] encoded = pair.getPublic().getEncoded();
    String type = "sk-ssh-ed25519@openssh.com";
    byte[] key =
        new WireWriter()
            .string(type)
            .string(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length))
            .string("ssh:")
            .bytes();
    byte[] data = SshSignature.toSign("provision", HexFormat.of().parseHex(hash("SHA-512")));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(
        new WireWriter()
            .raw(VerifyingKey.hashed("SHA-256", new byte[] {'s', 's', 'h', ':'}))
            .raw(new byte[] {(byte) flags})
            .number(7)
            .raw(VerifyingKey.hashed("SHA-256", data))
            .bytes());
    byte[] blob =
        new WireWriter()
            .string(type)
            .string(signature.sign())
            .raw(new byte[] {(byte) flags})
            .number(7)
            .bytes();
    return SshSignature.parse(SshSignature.text("provision", key, blob)).isFor(hash("SHA-512"));
  }
}
