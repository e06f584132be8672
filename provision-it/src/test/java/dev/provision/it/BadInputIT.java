package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Every mistake a user can make gets a message that names the thing, and the exit status that goes
/// with it; nothing of a stack trace, and never a node.
@Execution(ExecutionMode.CONCURRENT) // most of the time is waiting
final class BadInputIT {
  @TempDir Path home;

  private Distribution provision;
  private ConfigurationDirectory configuration;

  @BeforeEach
  void program() {
    provision = new Distribution(home);
    configuration = new ConfigurationDirectory(home.resolve("c"));
  }

  private Ended refused(int status, String program, String... arguments) {
    Ended ended = provision.run(program, arguments);
    assertThat(ended.status()).describedAs(ended.toString()).isEqualTo(status);
    assertThat(ended.stderr()).isNotBlank().doesNotContain("\tat ", "Exception");
    assertThat(ended.stdout()).isEmpty();
    assertThat(provision.provisionHome().resolve("state/runs")).doesNotExist();
    return ended;
  }

  @Test
  void an_unknown_bundle_names_the_nearest() {
    assertThat(refused(2, "deploy-node", "-b", "helo").stderr())
        .contains("'helo'", "did you mean 'hello'?");
  }

  @Test
  void a_missing_script_and_a_missing_file_are_both_named() {
    configuration.yaml("bundles: {b: {scripts: [gone.sh], files: [/etc/gone.conf]}}");

    assertThat(refused(2, "deploy-node", "-c", "c", "-b", "b").stderr())
        .contains("c/scripts/gone.sh", "c/files/gone.conf");
  }

  @Test
  void a_private_key_among_the_public_ones_is_named() {
    configuration
        .yaml("image: noble")
        .key("id_ed25519", "-----BEGIN OPENSSH PRIVATE KEY-----\nsecret\n");

    assertThat(refused(2, "deploy-node", "-c", "c").stderr())
        .contains("c/pubkeys/id_ed25519", "private key")
        .doesNotContain("secret");
  }

  @Test
  void every_mistake_in_a_yaml_file_is_told_at_once_with_its_place() {
    configuration.yaml(
        """
        imge: noble
        bundles:
          web: {scripts: nginx.sh}
          web: {}
        size: [1]
        """);

    assertThat(refused(2, "deploy-node", "-c", "c").stderr())
        .contains("c/provision.yaml:1:1", "'image'")
        .contains("c/provision.yaml:3:")
        .contains("c/provision.yaml:4:3")
        .contains("c/provision.yaml:5:7");
  }

  @Test
  void malformed_yaml_is_told_with_its_place() {
    configuration.yaml("bundles: {a: [\n");

    assertThat(refused(2, "provision", "plan", "-c", "c").stderr()).contains("c/provision.yaml:2:");
  }

  @Test
  void an_error_in_init_py_shows_its_own_lines_only() {
    configuration.python("def init(config):\n    config.DEFAULT_BUNDLES.extend(nothing)\n");

    assertThat(refused(2, "deploy-node", "-c", "c").stderr())
        .contains("c/__init__.py:2", "nothing")
        .doesNotContain("provision_shim", "runpy");
  }

  @Test
  void no_python_is_said_with_the_way_out() {
    configuration.python("def init(config):\n    pass\n");
    Distribution without = provision.with("PATH", home.resolve("nowhere").toString());

    Ended ended = without.run("deploy-node", "-c", "c");

    assertThat(ended.status()).describedAs(ended.toString()).isEqualTo(2);
    assertThat(ended.stderr()).contains("python3", "convert-config");
  }

  @Test
  void a_mistake_in_a_template_has_file_line_and_column() {
    configuration
        .yaml("bundles: {b: {scripts: [t.sh]}}")
        .script("t.sh", "# provision-template-type: format-string\necho {oops}\n");

    assertThat(refused(2, "deploy-node", "-c", "c", "-b", "b").stderr())
        .contains("c/scripts/t.sh:2:6", "oops");
  }

  @Test
  void a_script_that_a_node_would_run_wrongly_is_refused_before_anything_is_made() {
    configuration
        .yaml("bundles: {b: {scripts: [mark.sh, late.py, {path: dos.sh, line-ends: unix}]}}")
        .script("mark.sh", "\uFEFF#!/bin/sh -e\nfalse\necho went on\n")
        .script("late.py", "\n#!/usr/bin/env python3\nimport sys\n")
        .script("dos.sh", "#!/bin/bash\r\necho hi\r\n");

    for (String command : List.of("plan", "deploy-node")) {
      assertThat(refused(2, "provision", command, "-c", "c", "-b", "b").stderr())
          .contains("c/scripts/mark.sh:1: ", "byte order mark", "c/scripts/late.py:2: ")
          .doesNotContain("dos.sh");
    }
  }

  @Test
  void a_variable_without_an_equals_sign_names_the_option() {
    assertThat(refused(2, "deploy-node", "-t", "novalue").stderr())
        .contains("-t", "'novalue'", "NAME=VALUE");
  }

  @Test
  void targets_that_are_no_absolute_files_are_refused() {
    configuration
        .yaml("bundles: {b: {files: {relative: f, /etc/: f}}}")
        .file("f", new byte[0], "rw-r--r--");

    assertThat(refused(2, "deploy-node", "-c", "c", "-b", "b").stderr())
        .contains("'relative'", "'/etc/'");
  }

  @Test
  void names_with_a_slash_or_a_line_feed_are_refused() {
    assertThat(refused(2, "deploy-node", "-n", "a/b").stderr()).contains("'a/b'");
    assertThat(refused(2, "deploy-node", "-n", "a\nb").stderr()).contains("'a\\nb'");
  }

  @Test
  void what_the_provider_does_not_have_is_named_with_the_nearest() {
    assertThat(refused(2, "list-nodes", "-p", "locla").stderr()).contains("'local'");
    for (String option : new String[] {"-i", "-l", "-s"}) {
      Ended ended = provision.run("deploy-node", option, "no-such");
      assertThat(ended.status()).describedAs(ended.toString()).isIn(1, 2);
      assertThat(ended.stderr()).contains("'no-such'", "similar ");
    }
    assertThat(provision.run("list-nodes").stdout()).isEmpty();
  }

  @Test
  void an_unknown_option_and_command_are_usage_errors() {
    assertThat(refused(2, "deploy-node", "--bundel", "x").stderr()).contains("--bundel");
    assertThat(refused(2, "provision", "deply-node").stderr()).contains("deploy-node");
  }

  @Test
  void a_state_directory_that_cannot_be_written_is_named() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "");

    Ended ended =
        provision.with("PROVISION_HOME", file.toString()).run("deploy-node", "-b", "hello");

    assertThat(ended.status()).describedAs(ended.toString()).isEqualTo(2);
    assertThat(ended.stderr()).contains(file.toString(), "PROVISION_HOME");
  }

  @Test
  void entity_bombs_and_outside_entities_do_not_open_the_gate() throws IOException {
    Path results = home.resolve("r.xml");
    Files.write(
        results,
        "<!DOCTYPE t [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><testsuite tests='1'>&x;</testsuite>"
            .getBytes(StandardCharsets.UTF_8));

    assertThat(refused(2, "destroy-node", "deploy-test-x", "-t", "r.xml").stderr())
        .contains("r.xml", "DOCTYPE")
        .doesNotContain("root:");
  }

  @Test
  void render_reports_the_bad_one_and_writes_the_others() throws IOException {
    configuration
        .script("good.sh", "# provision-template-type: template-string\necho $node_name $1\n")
        .script("bad.sh", "# provision-template-type: format-string\n{\n");

    Ended ended =
        provision.run(
            "provision", "render", "c/scripts/bad.sh", "c/scripts/good.sh", "-n", "x", "-o", "out");

    assertThat(ended.status()).describedAs(ended.toString()).isEqualTo(1);
    assertThat(ended.stderr()).contains("c/scripts/bad.sh:2:1: ");
    assertThat(Files.readString(home.resolve("out/good.sh"))).endsWith("echo x $1\n");
    assertThat(home.resolve("out/bad.sh")).doesNotExist();
  }
}
