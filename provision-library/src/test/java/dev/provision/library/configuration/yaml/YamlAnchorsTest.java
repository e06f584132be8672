package dev.provision.library.configuration.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.configuration.Configuration;
import dev.provision.library.configuration.Machine;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Anchors, aliases and merges of `provision.yaml`.
class YamlAnchorsTest {
  @TempDir Path root;
  private Machine machine;

  @BeforeEach
  void machine() {
    machine = new Machine(root);
  }

  private static String lines(int count, String format) {
    return IntStream.range(0, count)
        .mapToObj(i -> format.formatted(i))
        .collect(Collectors.joining());
  }

  @Test
  void an_anchor_may_be_used_a_thousand_times() {
    Configuration configuration =
        machine.yaml("x-base: &b {scripts: [s.sh]}\nbundles:\n" + lines(1000, "  b%s: {<<: *b}\n"));

    assertThat(Machine.bundle(configuration, "b999").scripts()).hasSize(1);
  }

  @Test
  void what_a_merge_brings_is_overridden_by_what_stands_beside_it() {
    Configuration configuration =
        machine.yaml(
            """
            x-base: &b {scripts: [s.sh], files: [/etc/a]}
            bundles: {w: {<<: *b, scripts: [t.sh, u.sh]}}
            """);

    assertThat(Machine.bundle(configuration, "w").scripts()).hasSize(2);
    assertThat(Machine.bundle(configuration, "w").files()).hasSize(1);
  }

  @Test
  @Timeout(20)
  void a_billion_laughs_are_refused_with_file_and_line() {
    String laughs =
        "x-0: &a0 [ha]\n"
            + IntStream.range(1, 60)
                .mapToObj(i -> "x-%s: &a%s [*a%s, *a%s]\n".formatted(i, i, i - 1, i - 1))
                .collect(Collectors.joining());

    // Line 23 is the first that holds more than ten million.
    assertThat(machine.yamlProblems(laughs))
        .singleElement()
        .asString()
        .startsWith("site/provision.yaml:23:7: ")
        .contains("more than 10000000 entries");
  }

  @Test
  @Timeout(20)
  void what_is_read_has_a_limit_of_its_own() {
    String wide =
        "x-e: &e {"
            + lines(900, "A%s: v, ")
            + "}\n"
            + "x-s: &s {path: s.sh, environment: *e}\n"
            + "x-b: &b {scripts: ["
            + lines(20, "*s, ")
            + "]}\n"
            + "bundles:\n"
            + lines(20, "  b%s: *b\n");

    assertThat(machine.yamlProblems(wide))
        .singleElement()
        .asString()
        .startsWith("site/provision.yaml:5:3: ")
        .contains("more than 250000 entries");
  }

  @Test
  @Timeout(20)
  void merges_of_merges_do_not_grow_without_bounds() {
    String merges =
        "x-0: &a0 {k: v, l: v}\n"
            + IntStream.range(1, 60)
                .mapToObj(
                    i ->
                        "x-%s: &a%s {<<: [*a%s, *a%s, *a%s], k%s: *a%s}\n"
                            .formatted(i, i, i - 1, i - 1, i - 1, i, i - 1))
                .collect(Collectors.joining());

    assertThat(machine.yamlProblems(merges)).singleElement().asString().contains("more than");
  }

  @Test
  void an_anchor_within_itself_is_refused_with_its_line() {
    assertThat(machine.yamlProblems("provider: a\nx-a: &a [*a]\n"))
        .singleElement()
        .asString()
        .startsWith("site/provision.yaml:2:6: this anchor is used within itself");
    assertThat(machine.yamlProblems("variables: &v {a: {b: *v}}\n")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-a: &a {scripts: [s.sh], <<: *a}",
        "x-a: &a {<<: [*a, *a]}",
        "x-a: &a {b: {<<: *a}}",
        "x-a: &a {k: v, b: {c: {<<: [{l: v}, *a]}}}",
        "x-a: &a {b: &b {<<: *a}, <<: *b}",
        "x-a: &a {<<: {<<: *a}}",
        "x-a: &a {<<: &c {k: *a, <<: *c}}"
      })
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_merge_of_a_mapping_into_itself_is_refused_with_its_line(String cycle) {
    assertThat(machine.yamlProblems("provider: a\n" + cycle + "\n"))
        .singleElement()
        .asString()
        .startsWith("site/provision.yaml:2:")
        .contains("this anchor is used within itself");
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void merges_of_keys_that_are_no_text_do_not_grow_without_bounds() {
    String merges =
        "x-0: &a0 {? [k] : v}\n"
            + IntStream.range(1, 60)
                .mapToObj(i -> "x-%s: &a%s {<<: [*a%s, *a%s]}\n".formatted(i, i, i - 1, i - 1))
                .collect(Collectors.joining());

    assertThat(machine.yamlProblems(merges)).singleElement().asString().contains("more than");
  }

  @Test
  void an_alias_of_nothing_is_named() {
    assertThat(machine.yamlProblems("provider: *gone\n"))
        .singleElement()
        .asString()
        .startsWith("site/provision.yaml:1:11")
        .contains("gone");
  }
}
