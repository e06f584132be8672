package dev.provision.library.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedSignersTest {
  private static final String HASH = "00".repeat(64);
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  @TempDir private Path directory;
  private String key = "";
  private String text = "";

  @BeforeEach
  void sign() throws Exception {
    text = signature("provision");
  }

  private String signature(String namespace) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] blob =
        new WireWriter()
            .string("ssh-ed25519")
            .string(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length))
            .bytes();
    key = "ssh-ed25519 " + Base64.getEncoder().encodeToString(blob);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(SshSignature.toSign(namespace, HexFormat.of().parseHex(HASH)));
    return SshSignature.text(
        namespace, blob, new WireWriter().string("ssh-ed25519").string(signature.sign()).bytes());
  }

  private String signedBy(String lines) throws IOException {
    Path file = Files.writeString(directory.resolve("signers"), lines);
    return AllowedSigners.read(file).signedBy(SshSignature.parse(text), HASH, "provision", NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KEY",
        "namespaces=\"provision\" KEY a comment",
        "namespaces=\"git,prov*\" KEY",
        "namespaces=\"*,!git\" KEY",
        "valid-after=\"20261130\" KEY",
        "valid-after=\"202611301159Z\",valid-before=\"20261130120001Z\" KEY",
      })
  void a_line_with_the_key_allows_it(String rest) throws IOException {
    assertThat(signedBy("# people\n\nalice@example.com,bob " + rest.replace("KEY", key) + "\n"))
        .isEqualTo("alice@example.com,bob");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "namespaces=\"git\" KEY",
        "namespaces=\"*,!prov*\" KEY",
        "valid-after=\"202611301201Z\" KEY",
        "valid-before=\"202611301159Z\" KEY",
      })
  void a_line_with_another_condition_does_not(String rest) {
    assertThatThrownBy(() -> signedBy("alice " + rest.replace("KEY", key)))
        .hasMessageContaining("but not for the namespace 'provision' at this time");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "alice AAAA",
        "alice verify-required KEY",
        "alice namespaces=provision KEY",
        "alice cert-authority KEY",
        "alice valid-after=\"tomorrow\" KEY",
        "alice valid-before=\"20261331\" KEY",
        "alice namespaces=\"a\",namespaces=\"b\" KEY",
      })
  void a_line_that_is_not_understood_is_named(String line) {
    assertThatThrownBy(() -> signedBy("alice " + key + "\n" + line.replace("KEY", key)))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("signers:2: ");
  }

  @Test
  void an_unknown_key_and_another_namespace_do_not_count() throws Exception {
    String mine = key;
    assertThatThrownBy(() -> signedBy("")).hasMessageContaining("is not in");
    text = signature("git");
    assertThatThrownBy(() -> signedBy("alice " + key + "\nbob " + mine))
        .hasMessageContaining("namespace 'git', not for 'provision'");
  }
}
