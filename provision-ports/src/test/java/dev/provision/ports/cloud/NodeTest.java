package dev.provision.ports.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NodeTest {
  private static Node node(List<String> publicAddresses, List<String> privateAddresses) {
    return new Node(
        new NodeId("i-1"),
        "web",
        Node.State.RUNNING,
        publicAddresses,
        privateAddresses,
        Optional.of(new Image("ubuntu", "Ubuntu 24.04")),
        Optional.empty(),
        Optional.of(new Location("here", "Here")),
        Optional.of(Instant.EPOCH));
  }

  @Test
  void a_remark_changes_nothing_else() {
    Node node = node(List.of("192.0.2.1"), List.of("10.0.0.1"));

    Node remarked = node.remarked("incomplete");

    assertThat(node.remark()).isEmpty();
    assertThat(remarked.remark()).contains("incomplete");
    assertThat(remarked).usingRecursiveComparison().ignoringFields("remark").isEqualTo(node);
  }

  @Test
  void the_addresses_are_copied() {
    List<String> addresses = new ArrayList<>(List.of("192.0.2.1"));
    Node node = node(addresses, addresses);

    addresses.clear();

    assertThat(node.publicAddresses()).containsExactly("192.0.2.1");
    assertThat(node.privateAddresses()).containsExactly("192.0.2.1");
  }

  @Test
  void a_null_among_the_addresses_is_named() {
    List<String> withNull = Arrays.asList("192.0.2.1", null);

    assertThatNullPointerException()
        .isThrownBy(() -> node(withNull, List.of()))
        .withMessage("a null for Node.publicAddresses, or in it");
    assertThatNullPointerException()
        .isThrownBy(() -> node(List.of(), withNull))
        .withMessage("a null for Node.privateAddresses, or in it");
  }
}
