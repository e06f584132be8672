package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bundles`: what there is, and what one of them wants and does.
final class BundlesTest {
  @TempDir private Path home;
  private Machine machine;

  @BeforeEach
  void configure() throws IOException {
    machine = new Machine(home);
    machine.file(
        "conf/provision.yaml",
        """
        bundles:
          base: {scripts: [base.sh], files: [/etc/motd]}
          shop:
            description: A shop.
            needs: [base]
            parameters:
              port: {default: 8080, description: where it listens}
              size: {values: [small, big]}
              key: {default: "${env:UNSET}"}
              pin: {default: 4711, secret: true, pattern: "[0-9]+"}
            steps:
              - script: {path: users.sh, run: once, timeout: 5m, environment: {DB: "${env:UNSET}", A: 1}}
              - files: {/etc/shop.conf: {template: shop.conf, mode: "0640", owner: shop}}
              - directory: {/srv/shop: {source: site/, owner: shop, delete: true, exclude: ["*.bak"]}}
              - script: {path: restart.sh, run: if-changed}
                only: {os: [debian]}
        """);
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private Result bundles(String... more) {
    return machine.run(
        Stream.concat(Stream.of("bundles", "-c", "conf"), Stream.of(more)).toArray(String[]::new));
  }

  private String shown(String... more) {
    Result result = bundles(more);
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    return result.out().replace(home.toString(), "HOME");
  }

  @Test
  void the_list_has_a_line_for_each() {
    assertThat(shown().lines())
        .startsWith(
            "BUNDLE            DESCRIPTION  PARAMETERS         NEEDS  STEPS  ORIGIN",
            "base              -            -                  -      2     "
                + " conf/provision.yaml:2:3")
        .contains(
            "hello             -            -                  -      2      the built-in"
                + " configuration",
            "shop              A shop.      port size key pin  base   4     "
                + " conf/provision.yaml:3:3");
  }

  @Test
  void one_bundle_is_shown_with_its_parameters_and_steps_in_order() {
    assertThat(shown("shop"))
        .isEqualTo(
            """
            name         shop
            description  A shop.
            defined in   conf/provision.yaml:3:3
            needs        base
            parameters:
              port: where it listens (default '8080')
              size (required; one of small, big)
              key (default '******')
              pin (default '******'; matches [0-9]+; secret)
            steps:
              script     HOME/conf/scripts/users.sh -> /root/deploy/users.sh, at most 5 min 0 s, once
              file       HOME/conf/files/shop.conf -> /etc/shop.conf, mode 0640, owner shop, a template
              directory  HOME/conf/files/site -> /srv/shop, owner shop, deletes what else is there
              script     HOME/conf/scripts/restart.sh -> /root/deploy/restart.sh, if changed, only on debian
            """);
  }

  @Test
  void files_come_before_scripts_where_there_are_no_steps() {
    assertThat(shown("base"))
        .contains(
            """
            steps:
              file       HOME/conf/files/motd -> /etc/motd
              script     HOME/conf/scripts/base.sh -> /root/deploy/base.sh
            """);
  }

  @Test
  void a_plain_line_is_a_name() {
    assertThat(shown("-o", "plain")).contains("base\n", "shop\n");
    assertThat(shown("-o", "plain", "shop")).isEqualTo("port\nsize\nkey\npin\n");
  }

  @Test
  void json_has_all_of_it_but_no_secret() {
    assertThat(shown("-o", "json", "shop"))
        .contains(
            "\"default\": \"8080\"",
            "\"required\": true",
            "\"if-changed\"",
            "*.bak",
            "\"DB\": \"******\"")
        .doesNotContain("4711", "UNSET");
    assertThat(shown("-o", "json")).contains("\"default\": \"8080\"").doesNotContain("4711");
  }

  @Test
  void an_unknown_bundle_is_refused_with_the_nearest_one() {
    Result result = bundles("shpo");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("there is no bundle 'shpo'", "did you mean 'shop'?");
  }
}
