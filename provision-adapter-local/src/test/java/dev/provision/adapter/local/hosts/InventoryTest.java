package dev.provision.adapter.local.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What may stand in the inventory of existing hosts, and what is said about the rest.
class InventoryTest {
  private static final int OPEN = 0;

  private static final Map<String, InventoryHost> FORMS =
      Map.ofEntries(
          form("192.0.2.7", "192.0.2.7", "", "192.0.2.7", OPEN),
          form("web1.example.org", "web1.example.org", "", "web1.example.org", OPEN),
          form("web_1:2222", "web_1:2222", "", "web_1", 2222),
          form("web1:22", "web1:22", "", "web1", 22),
          form("admin@web1", "admin@web1", "admin", "web1", OPEN),
          form("DOM\\me@web1:22", "DOM\\me@web1:22", "DOM\\me", "web1", 22),
          form("rack/7=web1", "rack/7", "", "web1", OPEN),
          form("a=b=c@web1", "a", "b=c", "web1", OPEN),
          form("one=admin@web1:65535", "one", "admin", "web1", 65535),
          form("[2001:db8::1]", "[2001:db8::1]", "", "2001:db8::1", OPEN),
          form("six=me@[fe80::1%eth0.1]:1", "six", "me", "fe80::1%eth0.1", 1),
          form("[::ffff:192.0.2.7]:9", "[::ffff:192.0.2.7]:9", "", "::ffff:192.0.2.7", 9),
          form("bücher.example", "bücher.example", "", "bücher.example", OPEN));

  private static Map.Entry<String, InventoryHost> form(
      String text, String name, String user, String host, int port) {
    return Map.entry(
        text,
        new InventoryHost(
            name,
            user.isEmpty() ? Optional.empty() : Optional.of(user),
            host,
            port == OPEN ? OptionalInt.empty() : OptionalInt.of(port)));
  }

  @Test
  void an_entry_is_a_host_with_or_without_name_user_and_port() {
    FORMS.forEach((text, host) -> assertThat(InventoryHost.parse(text)).as(text).isEqualTo(host));
  }

  @Test
  void what_is_kept_of_a_host_is_read_as_the_same_host_again() {
    FORMS.values().forEach(host -> assertThat(InventoryHost.parse(host.format())).isEqualTo(host));
  }

  @Test
  void hosts_are_one_a_line_in_their_order_and_blank_lines_do_not_count() {
    assertThat(Inventory.parse("\n  b \n\na:2\n").hosts())
        .extracting(InventoryHost::host)
        .containsExactly("b", "a");
    assertThat(Inventory.parse("").hosts()).isEmpty();
  }

  @Test
  void an_entry_that_is_no_host_is_shown_with_the_form_it_should_have() {
    for (String entry :
        List.of(
            "a b",
            "a@b@c",
            "@host",
            "=host",
            "host:",
            "host:x",
            "a,b",
            "-host",
            "host/path",
            "ssh://root@host:22",
            "[host]",
            "[192.0.2.7]",
            "[::1",
            "root@",
            "host:123456")) {
      assertThat(mistakes(entry))
          .as(entry)
          .contains("'" + entry + "' is not a host", "[NAME=][USER@]HOST[:PORT]")
          .doesNotContain("brackets");
    }
  }

  @Test
  void an_ipv6_address_without_brackets_is_told_to_have_some() {
    assertThat(mistakes("root@2001:db8::1")).contains("in brackets, as in root@[2001:db8::1]:22");
  }

  @Test
  void a_port_that_cannot_be_is_named() {
    for (String port : List.of("0", "65536", "99999")) {
      assertThat(mistakes("host:" + port))
          .contains("'host:" + port + "'", "invalid port " + port, "1 to 65535");
    }
  }

  @Test
  void a_password_is_refused_and_not_repeated() {
    for (String entry : List.of("me:s3cret@host", "n=me:s3cret@host:22", "me:s3cret@x@host")) {
      assertThat(mistakes(entry))
          .as(entry)
          .contains("me:...", "password", "key")
          .doesNotContain("s3cret");
    }
  }

  @Test
  void a_machine_or_a_name_that_is_there_twice_is_refused() {
    assertThat(mistakes("one=host\nadmin@HOST:22"))
        .contains("'admin@HOST:22' appears twice", "one (host)", "remove one");
    assertThat(mistakes("one=host\none=other")).contains("'one=other' appears twice");
    assertThat(Inventory.parse("host\nhost:2222").hosts()).hasSize(2);
  }

  @Test
  void all_mistakes_are_told_at_once() {
    assertThat(mistakes("a b\ngood\nx:0")).contains("'a b'", "'x:0'").doesNotContain("good");
  }

  private static String mistakes(String value) {
    StringBuilder reason = new StringBuilder();
    assertThatThrownBy(() -> Inventory.parse(value))
        .as(value)
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> {
              assertThat(e.failure()).isInstanceOf(CloudFailure.InvalidRequest.class);
              reason.append(e.failure().reason());
            });
    return reason.toString();
  }
}
