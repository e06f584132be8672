package dev.provision.library.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.key.PublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationLoaderTest {
  @TempDir Path root;
  private Machine machine;

  @BeforeEach
  void machine() {
    machine = new Machine(root);
  }

  @Test
  void without_any_directory_the_built_in_defaults_hold() {
    LoadedConfiguration loaded = machine.load();

    Configuration configuration = loaded.configuration();
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.directories()).isEmpty();
    assertThat(configuration.provider()).isEqualTo("local");
    assertThat(configuration.userid()).isEmpty();
    assertThat(configuration.secretKey()).isEmpty();
    assertThat(configuration.image()).isEqualTo("noble");
    assertThat(configuration.location()).isEqualTo("0");
    assertThat(configuration.size()).isEqualTo("0");
    assertThat(configuration.targetDirectory()).isEqualTo("/root/deploy");
    assertThat(configuration.namePrefix()).isEqualTo("deploy-test-");
    assertThat(configuration.destroyablePrefixes()).containsExactly("deploy-test-");
    assertThat(configuration.defaultKey()).isEmpty();
    assertThat(configuration.keys().keys()).isEmpty();
    assertThat(Machine.variables(configuration)).isEmpty();
    assertThat(configuration.defaultBundles()).isEmpty();
    assertThat(configuration.defaultBootstrapBundles()).isEmpty();
    assertThat(configuration.bootstrappedImages()).isEmpty();
    assertThat(configuration.accounts()).isEmpty();
    assertThat(configuration.imageNames())
        .containsEntry("noble", "Ubuntu 24.04 LTS (Noble Numbat)")
        .containsEntry("lucid", "Ubuntu 10.04 LTS (lucid)")
        .containsKeys("karmic", "maverick", "natty");
    assertThat(configuration.bundles()).containsKeys("hello", "tz", "dev", "nginx", "security");
  }

  @Test
  void the_default_places_and_the_named_directories_are_read_in_order_and_later_ones_win() {
    machine.variables.put("VIRTUAL_ENV", root.resolve("venv").toString());
    machine.write(
        machine.home.resolve(".provision/secrets/provision.yaml"),
        "{provider: a, userid: a, image: a, size: a, variables: {x: a, y: a}}");
    machine.write(
        root.resolve("venv/provision_secrets/provision.yaml"),
        "{userid: b, image: b, size: b, variables: {y: b}}");
    machine.write("one/provision.yaml", "{image: c, size: c}");
    machine.write("two/provision.yaml", "{size: d}");

    LoadedConfiguration loaded = machine.load("one", "two");

    Configuration configuration = loaded.configuration();
    assertThat(configuration.provider()).isEqualTo("a");
    assertThat(configuration.userid()).contains("b");
    assertThat(configuration.image()).isEqualTo("c");
    assertThat(configuration.size()).isEqualTo("d");
    assertThat(Machine.variables(configuration)).containsEntry("x", "a").containsEntry("y", "b");
    assertThat(loaded.directories())
        .containsExactly(
            machine.home.resolve(".provision/secrets"),
            root.resolve("venv/provision_secrets"),
            machine.work.resolve("one"),
            machine.work.resolve("two"));
  }

  @Test
  void both_forms_see_what_earlier_directories_of_either_form_set() {
    machine.write("one/provision.yaml", "variables: {a: one}");
    machine.write(
        "two/__init__.py", "def init(config): config.SUBMAP['b'] = config.SUBMAP['a'] + ' two'\n");
    machine.write("three/provision.yaml", "variables: {c: three}");

    assertThat(Machine.variables(machine.configuration("one", "two", "three")))
        .containsEntry("a", "one")
        .containsEntry("b", "one two")
        .containsEntry("c", "three");
  }

  @Test
  void a_path_may_begin_at_the_home_directory_end_with_a_slash_or_lead_upwards() {
    machine.write(machine.home.resolve("site/provision.yaml"), "image: jammy");

    assertThat(machine.configuration("~/site/").image()).isEqualTo("jammy");
    assertThat(machine.configuration("../home/site").image()).isEqualTo("jammy");
    assertThat(machine.configuration(machine.home.resolve("site").toString()).image())
        .isEqualTo("jammy");
  }

  /// As shells, editors and macOS write them: `é` as one character, or as two.
  @ParameterizedTest
  @CsvSource({"caf\u00E9, cafe\u0301", "cafe\u0301, caf\u00E9"})
  void directories_and_files_are_found_in_both_forms_of_their_accents(String there, String asked) {
    machine.write(there + "/provision.yaml", "ssh-key-path: " + asked + "\nprovider: p\n");
    Path key = machine.write(there + "/" + there, "");

    assertThat(machine.configuration(asked).provider()).isEqualTo("p");
    assertThat(machine.configuration(asked).sshKey()).contains(key.toString());
  }

  @Test
  void a_missing_directory_is_a_problem_that_names_the_nearest_one() {
    machine.write("secrets_dir/provision.yaml", "");

    assertThat(machine.problems("secret_dir"))
        .containsExactly(
            "secret_dir: no such configuration directory; did you mean 'secrets_dir'?");
  }

  @Test
  void a_directory_with_neither_form_is_a_problem() throws IOException {
    Files.createDirectories(machine.work.resolve("empty/pubkeys"));

    assertThat(machine.problems("empty"))
        .containsExactly(
            "empty: this configuration directory contains neither provision.yaml nor __init__.py;"
                + " create a provision.yaml; it can be empty");
  }

  @Test
  void a_provision_yml_is_said_to_be_misnamed() {
    machine.write("site/provision.yml", "");

    assertThat(machine.problems("site").getFirst())
        .endsWith("rename provision.yml to provision.yaml");
  }

  @Test
  void a_file_where_a_directory_should_be_is_a_problem() {
    machine.write("site/provision.yaml", "");

    assertThat(machine.problems("site/provision.yaml", " "))
        .containsExactlyInAnyOrder(
            "-c: the path of a configuration directory is empty; name a directory",
            "site/provision.yaml: this is a file, not a configuration directory; name the directory"
                + " that contains it");
  }

  @Test
  void a_default_place_with_neither_form_is_only_worth_a_warning() {
    machine.write(machine.home.resolve(".provision/secrets/pubkeys/alice"), Machine.ALICE + "\n");

    LoadedConfiguration loaded = machine.load();

    assertThat(loaded.warnings()).hasSize(1).first().asString().contains("neither");
    assertThat(loaded.configuration().keys().keys()).hasSize(1);
  }

  @Test
  void where_both_forms_are_the_yaml_counts_and_a_warning_says_so() {
    machine.write("site/provision.yaml", "image: jammy");
    machine.write("site/__init__.py", "raise Exception('not to be run')");

    LoadedConfiguration loaded = machine.load("site");

    assertThat(loaded.configuration().image()).isEqualTo("jammy");
    assertThat(loaded.warnings())
        .containsExactly(
            "site: ignoring __init__.py, because there is also a provision.yaml; remove one of"
                + " them");
  }

  @Test
  void the_problems_of_all_directories_come_out_at_once() {
    machine.write("one/provision.yaml", "imagee: x\nsize: []");
    machine.write("one/pubkeys/bad", "nonsense\n");
    machine.write("two/provision.yaml", "provider: [x]");

    assertThat(machine.problems("one", "missing", "two"))
        .hasSize(5)
        .anyMatch(problem -> problem.startsWith("one/pubkeys/bad:1: "))
        .anyMatch(problem -> problem.startsWith("one/provision.yaml:1:1: "))
        .anyMatch(problem -> problem.startsWith("one/provision.yaml:2:7: "))
        .anyMatch(problem -> problem.startsWith("missing: "))
        .anyMatch(problem -> problem.startsWith("two/provision.yaml:1:11: "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"__init__.py", "provision.yaml", "pubkeys/a.pub"})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_pipe_that_nobody_fills_is_named_and_not_waited_for(String name) throws Exception {
    machine.write("site/" + (name.equals("__init__.py") ? "other" : "provision.yaml"), "{}");
    Path pipe = machine.work.resolve("site").resolve(name);
    Files.createDirectories(pipe.getParent());
    Files.deleteIfExists(pipe);
    assertThat(new ProcessBuilder("mkfifo", "-m", "600", pipe.toString()).start().waitFor())
        .isZero();

    assertThat(machine.problems("site"))
        .containsExactly("site/" + name + ": is not a regular file; name one");
  }

  @Test
  void the_default_key_is_the_best_of_the_users_own() {
    machine.write(machine.home.resolve(".ssh/id_rsa.pub"), Machine.CAROL + "\n");
    machine.write(machine.home.resolve(".ssh/id_aaa.pub"), Machine.BOB + "\n");
    assertThat(machine.configuration().defaultKey()).map(PublicKey::line).contains(Machine.CAROL);

    machine.write(machine.home.resolve(".ssh/id_ecdsa.pub"), Machine.BOB + "\n");
    assertThat(machine.configuration().defaultKey()).map(PublicKey::line).contains(Machine.BOB);

    machine.write(machine.home.resolve(".ssh/id_ed25519.pub"), Machine.ALICE + "\n");
    assertThat(machine.configuration().defaultKey()).map(PublicKey::line).contains(Machine.ALICE);
    assertThat(machine.configuration().defaultKey())
        .map(PublicKey::origin)
        .hasValueSatisfying(origin -> assertThat(origin).contains(".ssh/id_ed25519.pub"));
  }

  @Test
  void an_unreadable_key_of_the_users_own_is_passed_over_with_a_warning() {
    machine.write(machine.home.resolve(".ssh/id_ed25519.pub"), "rubbish\n");
    machine.write(machine.home.resolve(".ssh/id_rsa.pub"), Machine.CAROL + "\n");

    LoadedConfiguration loaded = machine.load();

    assertThat(loaded.configuration().defaultKey()).map(PublicKey::line).contains(Machine.CAROL);
    assertThat(loaded.warnings()).hasSize(1).first().asString().contains("id_ed25519.pub:1");
  }

  @Test
  void a_directory_read_twice_says_the_same_and_warns_of_nothing() {
    machine.write(
        "site/provision.yaml", "{provider: p, variables: {a: b}, bundles: {x: {scripts: [a.sh]}}}");

    LoadedConfiguration once = machine.load("site");
    LoadedConfiguration twice = machine.load("site", "site");

    assertThat(twice.configuration()).isEqualTo(once.configuration());
    assertThat(twice.warnings()).isEmpty();
    assertThat(twice.directories())
        .isEqualTo(List.of(once.directories().getFirst(), once.directories().getFirst()));
  }
}
