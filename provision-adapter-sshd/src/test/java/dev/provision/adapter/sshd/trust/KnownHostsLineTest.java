package dev.provision.adapter.sshd.trust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KnownHostsLineTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc";

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "node.example.com, node.example.com, true",
        "node.example.com, NODE.Example.COM, true",
        "node.example.com, node.example.org, false",
        "node, node.example.com, false",
        "\"a,node,b\", node, true",
        "*.example.com, node.example.com, true",
        "*.example.com, example.com, false",
        "*, anything, true",
        "192.0.2.?, 192.0.2.7, true",
        "192.0.2.?, 192.0.2.77, false",
        "n*d*e, node, true",
        "n*d*e, noted, false",
        "\"*.example.com,!bad.example.com\", bad.example.com, false",
        "\"!bad.example.com,*.example.com\", bad.example.com, false",
        "\"*.example.com,!bad.example.com\", good.example.com, true",
        "\"!bad.example.com\", good.example.com, false",
        "[node]:2222, [node]:2222, true",
        "[node]:2222, node, false",
        "node, [node]:2222, false",
        "[*]:2222, [node]:2222, true",
        "2001:db8::1, 2001:db8::1, true",
      })
  void hosts_are_matched_as_openssh_does(String pattern, String host, boolean matches) {
    assertThat(line(pattern + " " + KEY).names(host)).isEqualTo(matches);
  }

  @Test
  void a_hashed_name_is_matched() {
    KnownHostsLine line = line("|1|MDEyMzQ1Njc4OTAxMjM0NTY3ODk=|" + HASH_OF_NODE + " " + KEY);

    assertThat(line.names("node.example.com")).isTrue();
    assertThat(line.names("Node.Example.com")).isTrue();
    assertThat(line.names("other.example.com")).isFalse();
  }

  /// HMAC-SHA1 of `node.example.com` under the salt `01234567890123456789`.
  private static final String HASH_OF_NODE = "ikT+20yhLrFKP6Bo4O5qSF5YOMQ=";

  @Test
  void markers_are_read() {
    assertThat(line("@revoked * " + KEY).marker()).isEqualTo("@revoked");
    assertThat(line("@cert-authority *.example.com " + KEY).marker()).isEqualTo("@cert-authority");
    assertThat(line("node " + KEY + " a comment").marker()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "# node ssh-ed25519 AAAA",
        "node",
        "node ssh-ed25519",
        "node ssh-ed25519 not*base64",
        "node ssh-ed25519 AAAA",
        "@unknown node " + KEY,
        "@revoked",
        "node 1024 65537 1234567890",
      })
  void lines_of_another_form_are_passed_over(String text) {
    assertThat(KnownHostsLine.parse(text, "file:1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"|1|", "|1|x", "|1|!|!", "|2|a|b", "|1|MDEy|MDEy|MDEy"})
  void a_malformed_hash_matches_nothing(String hosts) {
    assertThat(line(hosts + " " + KEY).names("node.example.com")).isFalse();
  }

  private static KnownHostsLine line(String text) {
    return KnownHostsLine.parse(text, "file:1").orElseThrow();
  }
}
