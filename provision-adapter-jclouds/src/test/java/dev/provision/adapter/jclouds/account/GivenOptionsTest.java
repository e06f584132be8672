package dev.provision.adapter.jclouds.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class GivenOptionsTest {
  private static GivenOptions options(String name, String value) {
    return new GivenOptions("acme", Map.of(name, value));
  }

  @Test
  void spaces_around_a_value_are_ignored_and_an_empty_value_is_none() {
    assertThat(options("subnet", " s-1\n").text(ProviderOption.SUBNET)).hasValue("s-1");
    assertThat(options("subnet", "  ").text(ProviderOption.SUBNET)).isEmpty();
  }

  @Test
  void a_default_counts_where_nothing_is_set_and_is_not_what_the_account_has_set() {
    GivenOptions options = options("ssh-port", " ");

    assertThat(options.text(ProviderOption.SSH_PORT)).hasValue("22");
    assertThat(options.number(ProviderOption.SSH_PORT)).hasValue(22);
    assertThat(options.set(ProviderOption.SSH_PORT)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"`a, b` | a;b", "`a\nb c\n` | a;b c", "`, ,a,` | a"})
  void a_list_is_separated_by_commas_or_lines(String value, String parts) {
    assertThat(options("networks", value).list(ProviderOption.NETWORKS))
        .containsExactly(parts.split(";"));
  }

  @Test
  void tags_keep_their_order_and_a_tag_may_have_no_value_or_one_with_an_equals_sign() {
    assertThat(options("tags", "z=1, plain, a=b=c").tags())
        .containsExactly(Map.entry("z", "1"), Map.entry("plain", ""), Map.entry("a", "b=c"));
  }

  @Test
  void jclouds_gets_the_options_with_a_dot_in_their_names() {
    GivenOptions options = new GivenOptions("acme", Map.of("jclouds.a", "1", "region", "r"));

    assertThat(options.raw()).containsExactly(Map.entry("jclouds.a", "1"));
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong("disk-size", "-1", o -> o.number(ProviderOption.DISK_SIZE), "not a whole number"),
        wrong("disk-size", "9999999999", o -> o.number(ProviderOption.DISK_SIZE), "whole number"),
        wrong("disk-size", "٢", o -> o.number(ProviderOption.DISK_SIZE), "not a whole number"),
        wrong("privileged", "yes", o -> o.flag(ProviderOption.PRIVILEGED), "not true or false"),
        wrong("address", "inner", GivenOptions::byPrivateAddress, "not public or private"),
        wrong("host-trust", "all", GivenOptions::trust, "not one of "));
  }

  private static Arguments wrong(
      String name, String value, Consumer<GivenOptions> reading, String reason) {
    return Arguments.of(name, value, reading, reason);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void a_value_that_means_nothing_is_named_with_its_option_and_the_reason(
      String name, String value, Consumer<GivenOptions> reading, String reason) {
    assertThatThrownBy(() -> reading.accept(options(name, value)))
        .hasMessageContaining("acme")
        .hasMessageContaining("option " + name + ": '" + value + "' is ")
        .hasMessageContaining(reason);
  }
}
