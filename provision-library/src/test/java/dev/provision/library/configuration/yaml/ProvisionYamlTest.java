package dev.provision.library.configuration.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.FileEntry;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.key.PublicKey;
import dev.provision.library.configuration.LoadedConfiguration;
import dev.provision.library.configuration.Machine;
import dev.provision.ports.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvisionYamlTest {
  @TempDir Path root;
  private Machine machine;

  @BeforeEach
  void machine() {
    machine = new Machine(root);
  }

  @Test
  void every_key_does_what_it_says() {
    machine.write("site/boot.sh", "#cloud-config\n");

    Configuration configuration =
        machine.yaml(
            """
            provider: rackspace
            userid: user1
            secret-key: somehardtoguesssecret
            image: mine
            location: 2
            size: m1.small
            name-prefix: web-
            target-dir: /opt/deploy
            default-public-key: %s
            ssh-key-path: keys/cloud.pem
            user-data: {file: boot.sh}
            metadata-container-name: meta
            destroyable-prefixes: [web-, test-]
            bootstrapped-image-names: [mine]
            default-bundles: [security]
            default-bootstrap-bundles: [tz, snmpd]
            image-names: {mine: My own image}
            variables: {region: eu, port: 8080, debug: true, pi: 3.10}
            public-keys: ["%s"]
            """
                .formatted(Machine.ALICE, Machine.BOB));

    assertThat(configuration.provider()).isEqualTo("rackspace");
    assertThat(configuration.userid()).contains("user1");
    assertThat(configuration.secretKey()).map(Secret::reveal).contains("somehardtoguesssecret");
    assertThat(configuration.image()).isEqualTo("mine");
    assertThat(configuration.location()).isEqualTo("2");
    assertThat(configuration.size()).isEqualTo("m1.small");
    assertThat(configuration.namePrefix()).isEqualTo("web-");
    assertThat(configuration.targetDirectory()).isEqualTo("/opt/deploy");
    assertThat(configuration.defaultKey()).map(PublicKey::line).contains(Machine.ALICE);
    assertThat(configuration.sshKey()).contains(machine.work + "/site/keys/cloud.pem");
    assertThat(configuration.userData()).contains("#cloud-config\n");
    assertThat(configuration.metadataContainer()).contains("meta");
    assertThat(configuration.destroyablePrefixes()).containsExactly("web-", "test-");
    assertThat(configuration.bootstrappedImages()).containsExactly("mine");
    assertThat(configuration.defaultBundles()).containsExactly("security");
    assertThat(configuration.defaultBootstrapBundles()).containsExactly("tz", "snmpd");
    assertThat(configuration.imageNames())
        .containsEntry("mine", "My own image")
        .containsKey("noble");
    assertThat(Machine.variables(configuration))
        .isEqualTo(Map.of("region", "eu", "port", "8080", "debug", "true", "pi", "3.10"));
    assertThat(configuration.keys().keys())
        .extracting(PublicKey::line)
        .containsExactly(Machine.BOB);
  }

  @Test
  void an_empty_file_sets_nothing() {
    assertThat(machine.yaml("# nothing yet\n")).isEqualTo(machine.configuration());
  }

  @Test
  void words_that_older_yaml_took_for_truth_values_are_texts() {
    Configuration configuration = machine.yaml("{variables: {a: on, b: no}, provider: yes}");

    assertThat(configuration.provider()).isEqualTo("yes");
    assertThat(Machine.variables(configuration)).isEqualTo(Map.of("a", "on", "b", "no"));
  }

  @Test
  void the_short_form_of_a_bundle_takes_sources_from_scripts_and_files() {
    Bundle bundle =
        bundle(
            """
            bundles:
              dev: {scripts: [emacs.sh, sub/screen.sh], files: [/root/.emacs.d/init.el, /root/.screenrc]}
            """,
            "dev");

    String site = machine.work + "/site";
    assertThat(bundle.scripts())
        .containsExactly(
            new ScriptEntry("/root/deploy/emacs.sh", site + "/scripts/emacs.sh"),
            new ScriptEntry("/root/deploy/sub/screen.sh", site + "/scripts/sub/screen.sh"));
    assertThat(bundle.files())
        .containsExactly(
            new FileEntry("/root/.emacs.d/init.el", site + "/files/init.el"),
            new FileEntry("/root/.screenrc", site + "/files/.screenrc"));
    assertThat(bundle.origin()).isEqualTo("site/provision.yaml:2:3");
  }

  @Test
  void the_long_form_of_a_bundle_says_everything() {
    Bundle bundle =
        bundle(
            """
            bundles:
              web:
                files:
                  /etc/nginx/nginx.conf: {source: nginx.conf, mode: "0640", owner: "root:www-data"}
                  /etc/motd: motd.txt
                  /etc/issue: {mode: "600"}
                  /opt/elsewhere: /srv/x
                  /opt/home: ~/y
                scripts:
                  - {path: nginx.sh, timeout: 1h30m, environment: {A: 1, B: x}, target: /opt/n}
                  - {path: /srv/other.sh}
            target-dir: /t
            """,
            "web");

    String site = machine.work + "/site";
    assertThat(bundle.files())
        .containsExactly(
            new FileEntry(
                "/etc/nginx/nginx.conf",
                site + "/files/nginx.conf",
                Optional.of(0640),
                Optional.of("root:www-data")),
            new FileEntry("/etc/motd", site + "/files/motd.txt"),
            new FileEntry("/etc/issue", site + "/files/issue", Optional.of(0600), Optional.empty()),
            new FileEntry("/opt/elsewhere", "/srv/x"),
            new FileEntry("/opt/home", machine.home + "/y"));
    assertThat(bundle.scripts())
        .containsExactly(
            new ScriptEntry(
                "/opt/n",
                site + "/scripts/nginx.sh",
                Optional.of(Duration.ofMinutes(90)),
                Map.of("A", "1", "B", "x")),
            new ScriptEntry("/t/other.sh", "/srv/other.sh"));
  }

  private Bundle bundle(String yaml, String name) {
    return Machine.bundle(machine.yaml(yaml), name);
  }

  @Test
  void a_list_replaces_what_earlier_directories_said_unless_it_adds() {
    machine.write("one/provision.yaml", "{default-bundles: [a], destroyable-prefixes: [x]}");
    machine.write("two/provision.yaml", "{default-bundles: [b], destroyable-prefixes: {add: [y]}}");
    machine.write("three/provision.yaml", "{destroyable-prefixes: null}");

    LoadedConfiguration loaded = machine.load("one", "two");

    assertThat(loaded.configuration().defaultBundles()).containsExactly("b");
    assertThat(loaded.configuration().destroyablePrefixes()).containsExactly("x", "y");
    assertThat(loaded.warnings())
        .containsExactly(
            "two/provision.yaml:1:2: 'default-bundles' replaces the value from"
                + " one/provision.yaml:1:19");
    assertThat(machine.configuration("three").destroyablePrefixes()).isEmpty();
  }

  @Test
  void how_much_output_is_kept_may_be_set() {
    machine.write("one/provision.yaml", "max-output: 64M");
    machine.write("two/provision.yaml", "max-output: 4096");
    machine.write("three/provision.yaml", "max-output: null");

    assertThat(machine.load("one").maxOutput()).contains(64L << 20);
    assertThat(machine.load("one", "two").maxOutput()).contains(4096L);
    assertThat(machine.load("one", "three").maxOutput()).isEmpty();
  }

  @Test
  void public_keys_are_added_unless_they_replace() {
    machine.write("one/pubkeys/alice", Machine.ALICE);
    machine.write("one/provision.yaml", "public-keys: [\"%s\"]".formatted(Machine.BOB));
    machine.write(
        "two/provision.yaml", "public-keys: {replace: [\"%s\"]}".formatted(Machine.CAROL));

    assertThat(machine.configuration("one").keys().keys())
        .extracting(PublicKey::line)
        .containsExactly(Machine.ALICE, Machine.BOB);
    assertThat(machine.configuration("one", "two").keys().keys())
        .extracting(PublicKey::line)
        .containsExactly(Machine.CAROL);
  }

  @Test
  void null_takes_away_what_earlier_directories_said() {
    machine.write(
        "one/provision.yaml",
        "{userid: u, image: x, variables: {a: b}, bundles: {m: {}}, providers: {l: {type: t}}}");
    machine.write(
        "two/provision.yaml",
        "{userid: null, image: ~, variables: {a: null}, bundles: {m: null, dev: null},"
            + " providers: {l: null}, image-names: {lucid: null}}");

    Configuration configuration = machine.configuration("one", "two");

    assertThat(configuration.userid()).isEmpty();
    assertThat(configuration.image()).isEqualTo("noble");
    assertThat(Machine.variables(configuration)).isEmpty();
    assertThat(configuration.bundles()).doesNotContainKeys("m", "dev").containsKey("tz");
    assertThat(configuration.accounts()).isEmpty();
    assertThat(configuration.imageNames()).doesNotContainKey("lucid");
  }

  @Test
  void overwriting_what_another_directory_set_draws_a_warning_without_the_values() {
    machine.write(
        "one/provision.yaml",
        """
        secret-key: hunter1
        variables: {a: one}
        bundles: {mine: {scripts: [a.sh]}}
        """);
    machine.write(
        "two/provision.yaml",
        """
        secret-key: hunter2
        variables: {a: two, b: new}
        bundles: {mine: {scripts: [b.sh]}, dev: {scripts: [emacs.sh]}}
        image: jammy
        """);

    assertThat(machine.load("one", "two").warnings())
        .containsExactlyInAnyOrder(
            "two/provision.yaml:1:1: 'secret-key' replaces the value from"
                + " one/provision.yaml:1:13",
            "two/provision.yaml:2:13: variables: 'a' replaces the value from"
                + " one/provision.yaml:2:16",
            "two/provision.yaml:3:11: bundle 'mine' replaces the one from"
                + " one/provision.yaml:3:11",
            "two/provision.yaml:3:36: bundle 'dev' replaces the one from the built-in"
                + " configuration");
  }

  @Test
  void a_literal_secret_in_a_file_that_others_can_read_draws_a_warning() throws Exception {
    Path file = machine.write("site/provision.yaml", "secret-key: hunter2");
    assertThat(machine.load("site").warnings()).isEmpty();

    file.toFile().setReadable(true, false);
    assertThat(machine.load("site").warnings())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("site/provision.yaml: this file contains a secret, and other users can read it")
        .contains("chmod 600 site/provision.yaml")
        .doesNotContain("hunter2");

    machine.write("site/provision.yaml", "providers: {lab: {type: t, admin-password: x1}}");
    file.toFile().setReadable(true, false);
    assertThat(machine.load("site").warnings()).hasSize(1);

    machine.write("site/provision.yaml", "secret-key: ${env:KEY}");
    file.toFile().setReadable(true, false);
    assertThat(machine.load("site").warnings()).isEmpty();
  }
}
