package dev.provision.adapter.jclouds.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.shell.HostKey;
import org.junit.jupiter.api.Test;

/// Host keys as cloud-init writes them to consoles.
final class ConsoleKeysTest {
  private static final String ED25519 =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc";
  private static final String ECDSA =
      "ecdsa-sha2-nistp256"
          + " AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBKEhtgNeFiN1Pbk=";

  private static String block(String... keys) {
    return "-----BEGIN SSH HOST KEY KEYS-----\r\n"
        + String.join(" root@web1\r\n", keys)
        + "\r\n-----END SSH HOST KEY KEYS-----\r\n";
  }

  @Test
  void every_key_between_the_marks_is_told() {
    assertThat(ConsoleKeys.in("booting\r\n" + block(ECDSA, ED25519) + "web1 login: "))
        .containsExactly(HostKey.parse(ECDSA), HostKey.parse(ED25519));
  }

  @Test
  void what_a_logger_puts_before_a_line_is_passed_over() {
    String console = block("[   21.5] cloud-init[812]: " + ED25519);

    assertThat(ConsoleKeys.in(console)).containsExactly(HostKey.parse(ED25519));
  }

  @Test
  void a_block_without_its_end_is_not_there_yet() {
    assertThat(ConsoleKeys.in("-----BEGIN SSH HOST KEY KEYS-----\r\n" + ED25519 + "\r\n"))
        .isEmpty();
  }

  @Test
  void a_key_outside_of_a_block_counts_for_nothing() {
    assertThat(ConsoleKeys.in(ED25519 + "\r\n" + block() + ED25519)).isEmpty();
  }

  @Test
  void of_several_boots_the_latest_counts() {
    assertThat(ConsoleKeys.in(block(ECDSA) + "rebooting\r\n" + block(ED25519)))
        .containsExactly(HostKey.parse(ED25519));
  }
}
