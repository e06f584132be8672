package dev.provision.domain.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PublicKeyTest {
  private static final String BASE64 =
      "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

  @Test
  void a_line_is_type_key_and_comment() {
    PublicKey key = PublicKey.parse("ssh-ed25519 " + BASE64 + " me@home \n", "id.pub");

    assertThat(key.type()).isEqualTo("ssh-ed25519");
    assertThat(key.base64()).isEqualTo(BASE64);
    assertThat(key.line()).isEqualTo("ssh-ed25519 " + BASE64 + " me@home");
  }

  @Test
  void the_fingerprint_is_that_of_ssh_keygen() {
    assertThat(PublicKey.parse("ssh-ed25519 " + BASE64, "x").fingerprint())
        .isEqualTo("SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA");
  }

  @Test
  void options_with_blanks_and_quotes_may_come_first() {
    String line = "command=\"echo \\\"a b\\\"\",no-pty ssh-ed25519 " + BASE64;

    assertThat(PublicKey.parse(line, "x").base64()).isEqualTo(BASE64);
    assertThat(PublicKey.parse(line, "x").line()).isEqualTo(line);
  }

  @Test
  void what_is_no_public_key_is_refused_with_the_reason() {
    assertThatThrownBy(() -> PublicKey.parse("-----BEGIN OPENSSH PRIVATE KEY-----", "x"))
        .hasMessageContaining("private key");
    assertThatThrownBy(() -> PublicKey.parse("hello world", "x"))
        .hasMessageContaining("not a public key");
    assertThatThrownBy(() -> PublicKey.parse("ssh-ed25519", "x")).hasMessageContaining("missing");
    assertThatThrownBy(() -> PublicKey.parse("ssh-ed25519 !!!", "x"))
        .hasMessageContaining("base64");
    assertThatThrownBy(() -> PublicKey.parse("ssh-rsa " + BASE64, "x"))
        .hasMessageContaining("another type");
  }

  @Test
  void a_set_keeps_the_first_of_the_same_keys() {
    PublicKey first = PublicKey.parse("ssh-ed25519 " + BASE64 + " one", "x");
    PublicKey second = PublicKey.parse("ssh-ed25519 " + BASE64 + " two", "y");

    assertThat(new KeySet(List.of(first)).plus(List.of(second)).keys()).containsExactly(first);
  }
}
