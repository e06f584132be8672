package dev.provision.library.configuration.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.configuration.Account;
import dev.provision.library.configuration.LoadedConfiguration;
import dev.provision.library.configuration.Machine;
import dev.provision.library.configuration.secret.SecretReferences;
import dev.provision.ports.Secret;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountYamlTest {
  @TempDir Path root;
  private Machine machine;

  @BeforeEach
  void machine() {
    machine = new Machine(root);
  }

  @Test
  void an_account_has_a_type_credentials_and_options_as_texts() {
    Account account =
        Machine.account(
            machine.yaml(
                """
                providers:
                  lab:
                    type: openstack-nova
                    endpoint: "https://lab:5000/v3"
                    userid: project:user
                    secret-key: s3cret
                    retries: 5
                    verify: false
                    zones: [a, b]
                    certificate: ./lab.pem
                    key: ~/k.pem
                    shared: ../x
                    properties: {jclouds.keystone.version: "3", template: "${region}"}
                """),
            "lab");

    assertThat(account.type()).isEqualTo("openstack-nova");
    assertThat(account.userid()).contains("project:user");
    assertThat(account.secretKey()).map(Secret::reveal).contains("s3cret");
    assertThat(account.origin()).isEqualTo("site/provision.yaml:2:3");
    SecretReferences references = new SecretReferences(machine.environment());
    assertThat(references.resolve(account.options().getOrDefault("template", ""), "template", ""))
        .isEqualTo("${region}");
    assertThat(account.options())
        .containsAllEntriesOf(
            Map.of(
                "endpoint", "https://lab:5000/v3",
                "retries", "5",
                "verify", "false",
                "zones", "a\nb",
                "certificate", machine.work + "/site/lab.pem",
                "key", machine.home + "/k.pem",
                "shared", machine.work + "/x",
                "jclouds.keystone.version", "3"))
        .hasSize(9);
  }

  @Test
  void options_may_stand_by_themselves_or_below_a_key() {
    Account account =
        Machine.account(
            machine.yaml(
                "providers: {lab: {type: a, region: eu, options: {address: private, tags: [x,"
                    + " y]}}}"),
            "lab");

    assertThat(account.options())
        .isEqualTo(Map.of("region", "eu", "address", "private", "tags", "x\ny"));
    assertThat(account.places()).containsEntry("address", "site/provision.yaml:1:50");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "address: public, options: {address: private}",
        "options: {address: private}, address: public",
        "options: {address: private}, properties: {address: public}"
      })
  void an_option_that_is_there_twice_is_a_problem(String options) {
    assertThat(machine.yamlProblems("providers: {lab: {type: a, " + options + "}}"))
        .singleElement()
        .asString()
        .contains("address appears twice");
  }

  @Test
  void an_account_of_a_later_directory_replaces_the_one_of_the_same_name_with_a_warning() {
    machine.write("one/provision.yaml", "providers: {lab: {type: a, x: y}, other: {type: o}}");
    machine.write("two/provision.yaml", "providers: {lab: {type: b}}");

    LoadedConfiguration loaded = machine.load("one", "two");

    assertThat(Machine.account(loaded.configuration(), "lab").type()).isEqualTo("b");
    assertThat(Machine.account(loaded.configuration(), "lab").options()).isEmpty();
    assertThat(loaded.configuration().accounts()).containsKey("other");
    assertThat(loaded.warnings())
        .containsExactly(
            "two/provision.yaml:1:13: provider 'lab' replaces the value from"
                + " one/provision.yaml:1:13");
  }
}
