package dev.provision.adapter.local.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoopbackAddressesTest {
  @Test
  void every_address_is_a_host_in_the_range_set_apart() {
    for (int i = 0; i < 2000; i++) {
      assertThat(LoopbackAddresses.free("node" + i, Set.of()))
          .matches("127\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\.\\d{1,3}\\.\\d{1,3}")
          .doesNotEndWith(".0")
          .doesNotEndWith(".255");
    }
  }

  @Test
  void a_name_gets_the_same_address_again() {
    assertThat(LoopbackAddresses.free("a", Set.of()))
        .isEqualTo(LoopbackAddresses.free("a", Set.of()));
  }

  @Test
  void names_that_differ_a_little_get_addresses_that_differ() {
    Set<String> addresses = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      addresses.add(LoopbackAddresses.free("/state web" + i, Set.of()));
    }
    assertThat(addresses).hasSizeGreaterThan(495);
  }

  @Test
  void an_address_in_use_is_passed_over() {
    String first = LoopbackAddresses.free("a", Set.of());

    assertThat(LoopbackAddresses.free("a", Set.of(first))).isNotEqualTo(first);
  }
}
