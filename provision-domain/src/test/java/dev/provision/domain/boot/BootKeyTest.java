package dev.provision.domain.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootKeyTest {
  private static final Path SSH_KEYGEN = Path.of("/usr/bin/ssh-keygen");

  @Test
  void openssh_reads_the_private_key_and_finds_the_same_public_key(@TempDir Path directory)
      throws Exception {
    assumeTrue(
        Files.isExecutable(SSH_KEYGEN) || "true".equals(System.getenv("PROVISION_REQUIRE_ALL")),
        "no ssh-keygen");
    for (int i = 0; i < 5; i++) {
      BootKey key = BootKey.generate(new SecureRandom());
      Path file = directory.resolve("key" + i);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, key.privateKey().reveal());

      assertThat(output("-y", "-P", "", "-f", file.toString()))
          .isEqualTo(key.publicKey().toString());
      assertThat(output("-l", "-f", file.toString())).contains(key.publicKey().fingerprint());
    }
  }

  private static String output(String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(arguments).redirectErrorStream(true);
    builder.command().addFirst(SSH_KEYGEN.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @Test
  void each_is_another_and_of_the_form_that_files_have() {
    BootKey one = BootKey.generate(new SecureRandom());
    BootKey other = BootKey.generate(new SecureRandom());

    assertThat(one.publicKey()).isNotEqualTo(other.publicKey());
    assertThat(one.publicKey().type()).isEqualTo("ssh-ed25519");
    assertThat(Base64.getDecoder().decode(one.publicKey().base64())).hasSize(4 + 11 + 4 + 32);
    assertThat(one.privateKey().reveal().lines())
        .startsWith("-----BEGIN OPENSSH PRIVATE KEY-----")
        .endsWith("-----END OPENSSH PRIVATE KEY-----")
        .allMatch(line -> line.length() <= 70);
  }

  @Test
  void it_comes_from_the_randomness_it_is_made_with_and_from_nothing_else() throws Exception {
    assertThat(BootKey.generate(fixed())).isEqualTo(BootKey.generate(fixed()));
  }

  private static SecureRandom fixed() throws Exception {
    SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
    random.setSeed(7);
    return random;
  }

  @Test
  void its_words_do_not_show_the_private_key() {
    BootKey key = BootKey.generate(new SecureRandom());

    assertThat(key.toString()).contains(key.publicKey().base64()).doesNotContain("PRIVATE");
  }
}
