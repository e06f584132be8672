package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The main job on the local provider, through the packaged program.
final class LocalCloudIT {
  @TempDir Path home;

  private Distribution provision;

  @BeforeEach
  void program() {
    provision = new Distribution(home);
  }

  @AfterEach
  void nothing_stays_behind() {
    for (String line : provision.run("list-nodes", "-p", "local").stdout().lines().toList()) {
      provision.run("destroy-node", line.split(" ", 2)[0]);
    }
  }

  private ConfigurationDirectory configuration(String name) {
    return new ConfigurationDirectory(home.resolve(name));
  }

  @Test
  void a_newcomers_first_command_makes_a_node_shows_it_and_says_how_to_go_on() {
    Ended deployed = provision.run("provision", "deploy-node", "-b", "hello");

    assertThat(deployed.status()).describedAs(deployed.toString()).isZero();
    String name = provision.run("list-nodes").stdout().split(" ", 2)[0];
    assertThat(name).matches("deploy-test-[a-z0-9]{6}");
    assertThat(deployed.stdout())
        .contains(name)
        .contains("exit status 0")
        .contains("ssh " + name)
        .contains("destroy-node " + name);
  }

  @Test
  void a_node_is_deployed_listed_entered_and_destroyed_and_nothing_is_left() throws IOException {
    ConfigurationDirectory web =
        configuration("web")
            .yaml(
                """
                bundles:
                  web:
                    files: {/etc/app/app.conf: {source: app.conf, mode: "0640"}}
                    scripts: [start.sh]
                """)
            .file("app.conf", "color=green\n".getBytes(StandardCharsets.UTF_8), "rw-r--r--")
            .script(
                "start.sh",
                """
                #!/bin/sh
                # provision-template-type: template-string
                echo "started $node_name in $region as $(id -un) on $(hostname)"
                sleep 1000 &
                """);

    Ended deployed =
        provision.run(
            "deploy-node", "-c", "web", "-b", "web", "-n", "deploy-test-w", "-t", "region=eu=1");
    assertThat(deployed.status()).describedAs(deployed.toString()).isZero();
    assertThat(deployed.stdout())
        .contains("started deploy-test-w in eu=1 as root on deploy-test-w");

    Ended listed = provision.run("list-nodes");
    assertThat(listed.stdout()).matches("deploy-test-w 127\\.[0-9.]+\n");

    Ended looked =
        provision.run(
            "provision",
            "ssh",
            "deploy-test-w",
            "--",
            "cat /etc/app/app.conf; stat -c %a /etc/app/app.conf; pgrep -c sleep; exit 9");
    assertThat(looked.status()).describedAs(looked.toString()).isEqualTo(9);
    assertThat(looked.stdout()).isEqualTo("color=green\n640\n1\n");

    Ended destroyed = provision.run("destroy-node", "deploy-test-w");
    assertThat(destroyed.status()).describedAs(destroyed.toString()).isZero();
    assertThat(provision.run("list-nodes").stdout()).isEmpty();
    assertNothingOf(provision.provisionHome().resolve("state/providers"));
    assertThat(web.path()).exists();
  }

  /// Arabic (Egypt) writes numbers with digits of its own.
  @Test
  void a_users_digits_reach_neither_the_node_nor_the_output() throws IOException {
    configuration("web").yaml("bundles: {web: {scripts: [start.sh]}}").script("start.sh", "true");

    Ended deployed =
        provision
            .with("PROVISION_JAVA_OPTIONS", "-Duser.language=ar -Duser.country=EG")
            .run("deploy-node", "-c", "web", "-b", "web", "-n", "deploy-test-d");

    assertThat(deployed.status()).describedAs(deployed.toString()).isZero();
    assertThat(deployed.stdout() + deployed.stderr()).doesNotContainPattern("[\\u0660-\\u0669]");
  }

  @Test
  void what_the_program_keeps_is_its_users_alone_whatever_the_umask() throws IOException {
    configuration("web").yaml("bundles: {web: {scripts: [start.sh]}}").script("start.sh", "echo x");
    String deploy = provision.program("deploy-node") + " -c web -b web -n deploy-test-u -p local";

    Ended deployed = provision.run(List.of("sh", "-c", "umask 000; exec " + deploy));

    assertThat(deployed.status()).describedAs(deployed.toString()).isZero();
    Path state = provision.provisionHome().resolve("state");
    try (Stream<Path> kept = Files.walk(state, 3)) {
      assertThat(kept)
          .hasSizeGreaterThan(5)
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .as(path.toString())
                      .endsWith("------"));
    }
  }

  private static void assertNothingOf(Path providers) throws IOException {
    assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
        .doesNotContain(providers.toString().replace(" ", "\\040"));
    try (Stream<Path> left = Files.walk(providers)) {
      assertThat(left.filter(path -> path.toString().contains("deploy-test-w"))).isEmpty();
    }
  }

  @Test
  void a_script_that_wrecks_everything_wrecks_only_its_node() {
    configuration("evil")
        .yaml("bundles: {evil: {scripts: [rm.sh, kill.sh]}}")
        .script(
            "rm.sh",
            """
            #!/bin/sh
            ls -a /root /home /tmp
            rm -rf /etc /usr/share/doc /usr/local /var /dev/null 2>/dev/null
            :
            """)
        .script("kill.sh", "kill -9 -1\n");

    Ended deployed =
        provision.run(
            "deploy-node", "-c", "evil", "-b", "evil", "-n", "deploy-test-e", "--keep-going");

    assertThat(deployed.status()).describedAs(deployed.toString()).isIn(10, 14);
    assertThat(Path.of("/etc/passwd")).exists();
    assertThat(Path.of("/usr/share")).isNotEmptyDirectory();
    assertThat(Files.isWritable(Path.of("/dev/null"))).isTrue();
    assertThat(ProcessHandle.current().isAlive()).isTrue();
    assertThat(deployed.stdout()).doesNotContain("| junit-");
  }

  @Test
  void the_first_failing_script_stops_the_rest_and_the_node_stays() {
    configuration("c")
        .yaml("bundles: {b: {scripts: [one.sh, two.sh]}}")
        .script("one.sh", "echo partly; echo why >&2; exit 3\n")
        .script("two.sh", "echo two\n");

    Ended failed = provision.run("deploy-node", "-c", "c", "-b", "b", "-n", "deploy-test-f");
    assertThat(failed.status()).describedAs(failed.toString()).isEqualTo(10);
    assertThat(failed.stdout()).contains("exit status 3", "partly", "why").doesNotContain("two\n");
    assertThat(failed.stdout() + failed.stderr()).contains("destroy-node");
    assertThat(provision.run("list-nodes").stdout()).startsWith("deploy-test-f ");

    Ended gone =
        provision.run(
            "deploy-node",
            "-c",
            "c",
            "-b",
            "b",
            "-n",
            "deploy-test-g",
            "--keep-going",
            "--destroy-on-failure");
    assertThat(gone.status()).isEqualTo(10);
    assertThat(gone.stdout()).contains("two");
    assertThat(provision.run("list-nodes").stdout()).doesNotContain("deploy-test-g");
  }

  @Test
  void the_description_file_has_the_old_keys() {
    Path file = home.resolve("node.json");
    Ended deployed =
        provision.run("deploy-node", "-b", "hello", "-n", "deploy-test-d", "-d", file.toString());
    assertThat(deployed.status()).describedAs(deployed.toString()).isZero();

    JsonNode json = new JsonMapper().readTree(file.toFile());
    assertThat(json.propertyNames())
        .startsWith("id", "name", "state", "public_ip", "private_ip", "image_id", "image_name");
    assertThat(json.get("name").asString()).isEqualTo("deploy-test-d");
  }

  @Test
  void a_taken_name_is_refused_and_two_nodes_live_side_by_side() {
    assertThat(provision.run("deploy-node", "-b", "hello", "-n", "deploy-test-a").status())
        .isZero();
    Ended again = provision.run("deploy-node", "-b", "hello", "-n", "deploy-test-a");
    assertThat(again.status()).describedAs(again.toString()).isEqualTo(1);
    assertThat(again.stderr()).contains("deploy-test-a");
    assertThat(provision.run("deploy-node", "-b", "hello", "-n", "deploy-test-b").status())
        .isZero();

    List<String> nodes = provision.run("list-nodes").stdout().lines().toList();
    assertThat(nodes).hasSize(2);
    assertThat(nodes).extracting(node -> node.substring(node.indexOf(' '))).doesNotHaveDuplicates();
  }

  @Test
  void destroying_asks_the_test_results_and_the_prefix() throws IOException {
    Path results = home.resolve("results.xml");
    provision.run("deploy-node", "-b", "hello", "-n", "deploy-test-t");

    Files.writeString(results, "<testsuite tests='1' errors='0' failures='1'/>");
    assertThat(provision.run("destroy-node", "deploy-test-t", "-t", "results.xml").status())
        .isEqualTo(3);
    Files.writeString(results, "no xml");
    assertThat(provision.run("destroy-node", "deploy-test-t", "-t", "results.xml").status())
        .isEqualTo(2);
    assertThat(provision.run("destroy-node", "production").status()).isEqualTo(1);
    assertThat(provision.run("destroy-node", "deploy-test-gone").status()).isEqualTo(1);
    assertThat(provision.run("list-nodes").stdout()).startsWith("deploy-test-t ");

    Files.writeString(results, "<testsuite tests='1' errors='0' failures='0'/>");
    assertThat(provision.run("destroy-node", "deploy-test-t", "-t", "results.xml").status())
        .isZero();
    assertThat(provision.run("list-nodes").stdout()).isEmpty();
  }

  @Test
  void an_old_configuration_directory_works_as_it_is() {
    configuration("old")
        .python(
            """
            import os

            def init(config):
                config.DEFAULT_NAME_PREFIX = 'lab-'
                config.DESTROYABLE_PREFIXES = ['lab-']
                config.DEFAULT_BOOTSTRAP_BUNDLES.extend(['base'])
                config.SUBMAP['who'] = 'world'
                config.add_bundle('base', ['base.sh'], ['/root/.screenrc'])
            """)
        .script("base.sh", "# provision-template-type: format-string\necho hello {who}\n")
        .file(".screenrc", "x\n".getBytes(StandardCharsets.UTF_8), "rw-------");

    Ended deployed = provision.run("deploy-node", "-c", "old");

    assertThat(deployed.status()).describedAs(deployed.toString()).isZero();
    assertThat(deployed.stdout()).contains("hello world");
    String name = provision.run("list-nodes").stdout().split(" ", 2)[0];
    assertThat(name).matches("lab-[a-z0-9]{6}");
    assertThat(provision.run("destroy-node", "-c", "old", name).status()).isZero();
  }
}
