package dev.provision.library.configuration.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.library.configuration.Machine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvisionYamlProblemsTest {
  private static final String FILE = "site/provision.yaml:";

  @TempDir Path root;
  private Machine machine;

  @BeforeEach
  void machine() {
    machine = new Machine(root);
  }

  /// One document a line; what it must be blamed for, at which line and column.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          provder: x                               | 1:1: provision.yaml: unknown key 'provder'; did you mean 'provider'?
          zzzzzzzzzzz: x                           | 1:1: provision.yaml: unknown key 'zzzzzzzzzzz'; available: 'bootstrapped-image-names', 'bundles', 'default-bootstrap-bundles', 'default-bundles', 'default-public-key', 'destroyable-prefixes', 'image', 'image-names', 'location', 'max-nodes', 'max-output', 'metadata-container-name', 'name-prefix', 'provider', 'providers', 'public-keys', 'secret-key', 'signed-plans', 'size', 'ssh-config' and 6 more
          provider: [a]                            | 1:11: provider: expected a string, found a list
          provider: {a: b}                         | 1:11: provider: expected a string, found a mapping
          provider: 5                              | 1:11: provider: expected a string, found the number 5; put it in quotes: "5"
          provider: true                           | 1:11: provider: expected a string, found the truth value true; put it in quotes: "true"
          provider:                                | 1:10: provider: expected a string, found nothing
          provider: ''                             | 1:11: provider: expected a string, found an empty one; omit the key
          size: []                                 | 1:7: size: expected a string or a number, found a list
          '{image: a, image: b}'                   | 1:12: 'image' appears twice, first at site/provision.yaml:1:2; keep one of them
          '[a, b]'                                 | 1:1: provision.yaml: expected a mapping, found a list
          just text                                | 1:1: provision.yaml: expected a mapping, found a string
          '{[a]: b}'                               | 1:2: provision.yaml: a key must be a string, not a list
          default-bundles: tz                      | 1:18: default-bundles: expected a list, such as [a, b], found a string
          'default-bundles: [tz, 5]'               | 1:23: default-bundles: expected a string, found the number 5; put it in quotes: "5"
          'default-bundles: {ad: [tz]}'            | 1:19: default-bundles: unknown key 'ad'; did you mean 'add'?
          'default-bundles: {add: [a], replace: [b]}' | 1:18: default-bundles: expected a list, {add: [a, b]} or {replace: [a, b]}
          variables: [a]                           | 1:12: variables: expected a mapping, found a list
          'variables: {a: [b]}'                    | 1:16: variables: 'a': expected a string or a number, found a list
          'image-names: {a: 5}'                    | 1:18: image-names: 'a': expected a string, found the number 5; put it in quotes: "5"
          target-dir: deploy                       | 1:13: target-dir: 'deploy' is not an absolute path on the node; start it with /, such as /root/deploy
          default-public-key: nonsense             | 1:21: not a public key (expected TYPE BASE64 [COMMENT])
          'public-keys: [nonsense]'                | 1:15:1: not a public key (expected TYPE BASE64 [COMMENT]); write one public key per line, as in ~/.ssh/id_ed25519.pub
          'user-data: {file: boot.sh}'             | 1:19: user-data: file 'boot.sh' does not exist; create it, or name another file
          'user-data: {files: boot.sh}'            | 1:13: user-data: unknown key 'files'; did you mean 'file'?
          secret-key: ${env:}                      | 1:13: secret-key: the reference ${env:} is empty after the colon
          secret-key: ${envs:X}                    | 1:13: secret-key: unknown reference ${envs:…}; did you mean 'env'?; write $${ for a literal ${
          secret-key: ${file:X                     | 1:13: secret-key: a reference that begins with ${ is not closed with }
          'bundles: {a: [x]}'                      | 1:14: bundle 'a': expected a mapping, found a list
          'bundles: {a: {script: [x]}}'            | 1:15: bundle 'a': unknown key 'script'; did you mean 'scripts'?
          'bundles: {a: {scripts: x}}'             | 1:24: bundle 'a': scripts: expected a list, such as [a, b], found a string
          'bundles: {a: {scripts: [5]}}'           | 1:25: bundle 'a': a script: expected a string, found the number 5; put it in quotes: "5"
          'bundles: {a: {scripts: [x/]}}'          | 1:25: bundle 'a': a script: 'x/' does not name a file
          'bundles: {a: {scripts: [{}]}}'          | 1:25: bundle 'a': a script has no 'path'; set it to a file in scripts/
          'bundles: {a: {scripts: [{path: x, timeout: 10}]}}' | 1:44: bundle 'a': a script: timeout: '10' is not a duration; write it as 90s, 10m, or 1h30m
          'bundles: {a: {scripts: [{path: x, timeout: 0s}]}}' | 1:44: bundle 'a': a script: timeout: '0s' is not a duration; write it as 90s, 10m, or 1h30m
          'bundles: {a: {scripts: [{path: x, target: y}]}}'   | 1:43: bundle 'a': a script: target: target 'y' is not an absolute path on the node; start it with /, such as /root/y
          'bundles: {a: {scripts: [{path: x, environment: {1a: b}}]}}' | 1:49: bundle 'a': a script: environment: '1a' is not the name of a variable; use letters, digits, and _
          'bundles: {a: {files: [etc/motd]}}'      | 1:23: bundle 'a': a file: target 'etc/motd' is not an absolute path on the node; start it with /, such as /root/etc/motd
          'bundles: {a: {files: [/etc/]}}'         | 1:23: bundle 'a': a file: target '/etc/' is not the path of a file; give the path of a file, such as /etc/motd
          'bundles: {a: {files: [~/x]}}'           | 1:23: bundle 'a': a file: target '~/x' is not an absolute path on the node; start it with /, such as /root/x
          'bundles: {a: {files: {/m: {mode: 0644}}}}' | 1:34: bundle 'a': file '/m': mode: expected a string, found the number 0644; put it in quotes: "0644"
          'bundles: {a: {files: {/m: {mode: "0844"}}}}' | 1:34: bundle 'a': file '/m': mode: '0844' is not a mode; write three or four octal digits in quotes, such as "0644"
          'bundles: {a: {files: {/m: {owner: "a b"}}}}' | 1:35: bundle 'a': file '/m': owner: 'a b' is not an owner; write USER, USER:GROUP or :GROUP, such as "www-data:www-data"
          'bundles: {a: {files: {/m: {sorce: x}}}}' | 1:28: bundle 'a': file '/m': unknown key 'sorce'; did you mean 'source'?
          'providers: {lab: {}}'                   | 1:13: provider 'lab' has no 'type'; set it to one that 'provision providers' lists
          'providers: {lab: x}'                    | 1:18: provider 'lab': expected a mapping, found a string
          'providers: {lab: {type: t, a: {b: c}}}' | 1:31: provider 'lab': a: expected a string or a number, found a mapping
          'providers: {lab: {type: t, a: b, properties: {a: c}}}' | 1:47: provider 'lab': properties: a appears twice; keep one of them
          """)
  void each_mistake_is_named_with_its_place_and_the_next_step(String yaml, String problem) {
    assertThat(machine.yamlProblems(yaml)).containsExactly(FILE + problem);
  }

  @Test
  void all_mistakes_of_a_file_come_out_at_once() {
    assertThat(
            machine.yamlProblems(
                """
                provder: x
                size: []
                bundles:
                  a: {script: [x]}
                  b:
                    files: [motd, etc/x]
                    scripts:
                      - {path: a.sh, timeout: soon, target: b}
                """))
        .hasSize(7);
  }

  @Test
  void malformed_yaml_is_named_with_line_and_column() {
    assertThat(machine.yamlProblems("image: a\n  size: b\n"))
        .singleElement()
        .asString()
        .startsWith(FILE + "2:7: this is not YAML: mapping values are not allowed here");
    assertThat(machine.yamlProblems("bundles:\n\tdev: {}\n"))
        .singleElement()
        .asString()
        .startsWith(FILE + "2:1: this is not YAML")
        .endsWith("indent with spaces; YAML does not allow tabs there");
    assertThat(machine.yamlProblems("default-bundles: [a, b\nimage: c\n"))
        .singleElement()
        .asString()
        .startsWith(FILE + "2:");
    assertThat(machine.yamlProblems("image: \"a\n"))
        .singleElement()
        .asString()
        .startsWith(FILE + "2:1: this is not YAML");
    assertThat(machine.yamlProblems("image: a\n---\nimage: b\n"))
        .singleElement()
        .asString()
        .startsWith(FILE + "2:1: this is not YAML");
  }

  @Test
  void recursive_and_much_repeated_nodes_do_no_harm() {
    assertThat(machine.yamlProblems("bundles: &a {x: *a}")).isNotEmpty();
    StringBuilder bomb = new StringBuilder("variables:\n  a0: &a0 [x, x]\n");
    for (int i = 1; i < 20; i++) {
      bomb.append("  a%s: &a%s [*a%s, *a%s]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(machine.yamlProblems(bomb.toString())).hasSize(20);
    assertThat(machine.yamlProblems("bundles: " + "[".repeat(100_000)))
        .singleElement()
        .asString()
        .startsWith("site/provision.yaml: this is not YAML: it is nested too deeply");
  }

  @Test
  void a_file_that_is_no_text_or_no_file_is_named() throws Exception {
    Path file = machine.write("site/provision.yaml", "");
    Files.write(file, "image: n\u00f6".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(machine.problems("site"))
        .containsExactly("site/provision.yaml: is not UTF-8 text; save it as UTF-8");

    Files.delete(file);
    Files.createDirectory(file);
    assertThat(machine.problems("site"))
        .containsExactly("site/provision.yaml: is a directory; name a file");
  }

  @Test
  void a_nul_in_a_text_is_named() {
    assertThat(machine.yamlProblems("{ssh-key-path: \"a\\0b\", variables: {x: \"\\0\"}}"))
        .containsExactly(
            FILE + "1:16: ssh-key-path: expected a string without NUL",
            FILE + "1:39: variables: 'x': expected a string without NUL");
  }

  @Test
  void a_byte_order_mark_is_passed_over() {
    assertThat(machine.yaml("\uFEFFimage: jammy").image()).isEqualTo("jammy");
  }

  @Test
  void a_value_that_may_be_a_secret_in_the_wrong_place_is_not_repeated() {
    assertThat(machine.yamlProblems("{providers: hunter2, default-bundles: hunter2}").toString())
        .doesNotContain("hunter2");
  }
}
