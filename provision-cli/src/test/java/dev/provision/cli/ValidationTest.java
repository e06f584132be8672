package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `validate`: every mistake at its place, and no word about what only a deployment can know.
final class ValidationTest {
  @TempDir private Path home;
  private Machine machine;

  @BeforeEach
  void set_up() {
    machine = new Machine(home);
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private Result validate(String yaml, String... more) throws IOException {
    machine.file("conf/provision.yaml", yaml);
    return machine.run(
        Stream.concat(Stream.of("validate", "-c", "conf"), Stream.of(more)).toArray(String[]::new));
  }

  /// The places and messages of all errors, without the advice below each.
  private List<String> errors(Result result) {
    assertThat(result.status()).as(result.out() + result.err()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    return result
        .err()
        .replace(home.toString(), "HOME")
        .lines()
        .filter(line -> line.startsWith("error: "))
        .map(line -> line.substring("error: ".length()))
        .toList();
  }

  @Test
  void a_configuration_in_order_is_valid_and_nothing_is_written() throws IOException {
    machine.file(
        "conf/scripts/shop.sh",
        "#!/bin/sh\n# provision-template-type: format-string\n{port} {key} {version}\n");
    machine.file("conf/files/shop.conf", "$region $port $token\n");

    Result result =
        validate(
            """
            variables: {region: eu, token: "${env:UNSET}"}
            default-bootstrap-bundles: [hello]
            bundles:
              base: {scripts: [shop.sh], parameters: {port: {values: ["80"]}, key: {secret: true, default: "${command:false}"}, version: {pattern: "[0-9]+"}}}
              shop:
                needs: [base]
                parameters: {port: {}}
                steps:
                  - files: {/etc/shop.conf: {template: {source: shop.conf, type: template-string}}}
                  - script: {path: shop.sh, environment: {DB: "${file:missing}"}, run: if-changed}
            providers:
              lab: {type: memory, zone: there, pin: "${env:UNSET}", secret-key: "${command:false}"}
            """);

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("conf is valid: 1 directory, 2 bundles, 1 account\n");
    assertThat(result.status()).isZero();
    assertThat(home.resolve(".provision")).doesNotExist();
    assertThat(machine.accounts)
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.options())
                    .containsEntry("pin", "placeholder")
                    .containsEntry("zone", "there"));
  }

  @Test
  void every_mistake_has_its_place_and_all_come_at_once() throws IOException {
    machine.file(
        "conf/scripts/bad.sh",
        "#!/bin/sh\n# provision-template-type: format-string\necho {regoin}\n");
    machine.file("conf/scripts/windows.sh", "#!/bin/sh\r\necho\r\n");

    Result result =
        validate(
            """
            provder: memory
            default-bundles: [webb]
            ssh-config: missing.conf
            variables: {region: eu}
            providers:
              a: {type: memroy}
              b: {type: memory, zoen: there}
              c: {type: hosts, hosts: [root@one], become: sodu}
            bundles:
              web:
                scripts: [gone.sh, bad.sh, windows.sh]
              shop:
                needs: [wbe]
              tea:
                steps:
                  - script: {path: bad.sh, run: if-changed}
            """);

    assertThat(errors(result))
        .containsExactly(
            "HOME/conf/scripts/bad.sh:3:6: no variable named 'regoin' (did you mean 'region'?);"
                + " write '{{' and '}}' for literal braces",
            "HOME/conf/scripts/windows.sh:1: its #! line ends in a carriage return, which becomes"
                + " part of the interpreter's name",
            "conf/provision.yaml:1:1: provision.yaml: unknown key 'provder'",
            "conf/provision.yaml:2:18: default-bundles: there is no bundle 'webb'",
            "conf/provision.yaml:3:13: ssh-config: HOME/conf/missing.conf: the SSH configuration"
                + " (ssh-config:) cannot be read",
            "conf/provision.yaml:6:3: provider 'a': there is no provider 'memroy'",
            "conf/provision.yaml:7:21: provider 'memory' has no option 'zoen'",
            "conf/provision.yaml:8:39: provider 'c': become is 'sodu'; it must be none, sudo, doas,"
                + " or su",
            "conf/provision.yaml:11:15: bundle 'web': HOME/conf/scripts/gone.sh: does not exist;"
                + " create it, or name another file",
            "conf/provision.yaml:13:13: bundle 'shop' needs bundle 'wbe', which does not exist",
            "conf/provision.yaml:16:24: bundle 'tea': HOME/conf/scripts/bad.sh: it runs if"
                + " something has changed, but nothing in bundle 'tea' comes before it that can"
                + " change");
  }

  @Test
  void the_file_of_allowed_signers_is_checked_line_by_line() throws IOException {
    String yaml = "size: small\nsigned-plans: signers\n";
    assertThat(errors(validate(yaml)))
        .singleElement()
        .asString()
        .startsWith("conf/provision.yaml:2:15: signed-plans: HOME/conf/signers: no such file");

    machine.file(
        "conf/signers",
        """
        # who may sign
        alice namespaces="provision" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0EhuTz0tqsBOYfB4sE2D8XIRYRP7DKnN0mVHqPN8b5
        bob ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIJ0EhuTz0tqsBOYfB4sE2D8XIRYRP7DKnN0mVHqPN8b5
        carol cert-authority ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0EhuTz0tqsBOYfB4sE2D8XIRYRP7DKnN0mVHqPN8b5
        """);
    assertThat(errors(validate(yaml)))
        .containsExactly(
            "conf/provision.yaml:2:15: signed-plans: HOME/conf/signers:3: the key of this line is"
                + " damaged, or not of the type ssh-rsa",
            "conf/provision.yaml:2:15: signed-plans: HOME/conf/signers:4: cert-authority is not"
                + " supported; list the key of each signer");
  }

  @Test
  void what_a_file_that_cannot_be_read_may_hold_is_not_missed() throws IOException {
    Result result = validate("bundles: {a: {needs: [b]}}\n", "-c", "elsewhere");

    assertThat(errors(result)).containsExactly("elsewhere: no such configuration directory");
  }

  @Test
  void a_variable_of_the_command_line_counts() throws IOException {
    machine.file("conf/files/motd", "{version}\n");
    String yaml = "bundles: {a: {files: {/etc/motd: {template: {type: format-string}}}}}\n";

    assertThat(errors(validate(yaml))).hasSize(1);
    assertThat(validate(yaml, "-t", "version=7").status()).isZero();
  }

  @Test
  void a_parameter_that_has_a_value_is_checked() throws IOException {
    assertThat(
            errors(
                validate(
                    """
                    variables: {size: huge}
                    bundles: {a: {parameters: {size: {values: [small, big]}}}}
                    """)))
        .containsExactly(
            "conf/provision.yaml:2:28: bundle 'a': parameter 'size': 'huge' is none of its values");
  }

  @Test
  void a_doubt_is_a_warning() throws IOException {
    Result result = validate("image: nobel\nssh-key-path: ~/missing\n");

    assertThat(result.status()).isZero();
    assertThat(result.err())
        .contains(
            "warning: conf/provision.yaml:1:8: image: 'nobel' is not the short name of an image;"
                + " did you mean 'noble'?")
        .contains("warning: conf/provision.yaml:2:15: ssh-key-path: ");
  }

  @Test
  void json_tells_what_was_checked_or_what_is_wrong() throws IOException {
    assertThat(validate("bundles: {a: {scripts: []}}\n", "-o", "json").out())
        .contains("\"valid\": true", "\"a\"", "\"conf\"");

    Result wrong = validate("provder: x\nbundels: {}\n", "-o", "json");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.out()).contains("\"all\"", "unknown key 'provder'", "unknown key 'bundels'");
  }

  @Test
  void the_built_in_bundles_are_in_order() throws IOException {
    for (String bundle :
        List.of(
            "hello",
            "tz",
            "dev",
            "security",
            "swap",
            "nginx",
            "proxy",
            "mta",
            "snmpd",
            "docker",
            "bootstrap-python",
            "pyenv")) {
      assertThat(validate("default-bootstrap-bundles: [%s]\n".formatted(bundle)).err()).isEmpty();
    }
  }
}
