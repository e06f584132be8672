package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import dev.provision.testkit.memory.InMemoryShell.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Secrets that reach scripts and files, and are shown nowhere.
final class SecretVariablesTest {
  private static final String SECRET = "tr0ub4dor&3";

  @TempDir private Path home;
  private Machine machine;

  @BeforeEach
  void configure() throws IOException {
    machine = new Machine(home);
    machine.file(
        "conf/provision.yaml",
        """
        variables: {db: "${file:db-password}"}
        bundles:
          app:
            files: {/etc/app.conf: {template: {source: app.conf, type: template-string}}}
            scripts: [{path: migrate.sh, environment: {PASSWORD: "${file:db-password}"}}]
        """);
    machine.file("conf/db-password", SECRET + "\n");
    machine.file("conf/files/app.conf", "password=$db\n");
    machine.file(
        "conf/scripts/migrate.sh",
        "#!/bin/sh\n# provision-template-type: template-string\nmigrate '$db' $token\n");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private Result run(String command, String... more) {
    return machine.run(
        Stream.concat(Stream.of(command, "-c", "conf"), Stream.of(more)).toArray(String[]::new));
  }

  private String script() {
    return home.resolve("conf/scripts/migrate.sh").toString();
  }

  private String node(String path) {
    return new String(
        machine.shells.files("192.0.2.1").file(path).orElseThrow().bytes(), StandardCharsets.UTF_8);
  }

  /// Everything that was written below the home directory, but for what the user wrote.
  private List<Path> written() throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      return all.filter(Files::isRegularFile)
          .filter(path -> !path.startsWith(home.resolve("conf")) && !path.endsWith("token"))
          .toList();
    }
  }

  @Test
  void a_deployment_uses_a_secret_and_shows_it_nowhere() throws IOException {
    machine.answers.put(
        "/root/deploy/migrate.sh", new Answer(1, "with " + SECRET + "\n", "t0ken-value failed\n"));
    machine.file("token", "t0ken-value\n");

    Result result =
        run("deploy-node", "-b", "app", "-n", "deploy-test-1", "-t", "token=@token", "-v");

    assertThat(node("/etc/app.conf")).isEqualTo("password=" + SECRET + "\n");
    assertThat(machine.calls.getLast().text()).endsWith("migrate '" + SECRET + "' t0ken-value\n");
    assertThat(machine.shells.files("192.0.2.1").paths()).doesNotContain("/root/deploy/migrate.sh");
    assertThat(result.out() + result.err())
        .contains("with ******", "****** failed")
        .doesNotContain(SECRET)
        .doesNotContain("t0ken-value");
    assertThat(written()).isNotEmpty().allSatisfy(this::isClean);
  }

  private void isClean(Path file) throws IOException {
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .as(file.toString())
        .doesNotContain(SECRET)
        .doesNotContain("t0ken-value");
  }

  @Test
  void the_digest_of_a_plan_with_secrets_does_not_depend_on_where_the_site_is() throws IOException {
    for (String site : List.of("one", "two")) {
      machine.file(
          site + "/provision.yaml",
          """
          bundles: {app: {files: {/c: {template: {source: c, type: template-string}}}}}
          variables: {db: "${env:DB}"}
          """);
      machine.file(site + "/files/c", "password=$db\n");
    }
    machine.environment.put("DB", SECRET);

    List<String> digests =
        Stream.of("one", "two")
            .map(site -> machine.run("plan", "-c", site, "-b", "app", "-n", "a").out())
            .flatMap(out -> out.lines().filter(line -> line.startsWith("digest")))
            .toList();

    assertThat(digests).hasSize(2);
    assertThat(digests.getFirst()).isEqualTo(digests.getLast());
  }

  @Test
  void a_secret_parameter_that_is_given_twice_is_in_no_warning() throws IOException {
    machine.file(
        "conf/provision.yaml", "bundles: {app: {parameters: {tok: {secret: true}}, files: []}}\n");

    Result plan = run("plan", "-b", "app", "-n", "a", "-t", "tok=abcabc", "-t", "tok=defdef");

    assertThat(plan.err()).contains("-t tok replaces the value '******' with '******'");
    assertThat(plan.out() + plan.err()).doesNotContain("abcabc").doesNotContain("defdef");
  }

  @Test
  void plan_and_render_mask_it_and_only_render_can_show_it() {
    Result plan = run("plan", "-b", "app", "-n", "deploy-test-1", "--scripts", "-t", "token=x");
    Result json =
        run("plan", "-b", "app", "-n", "deploy-test-1", "--scripts", "-t", "token=x", "-o", "json");

    assertThat(plan.out()).contains("secret").doesNotContain(SECRET);
    assertThat(json.out()).contains("\"secret\": true").doesNotContain(SECRET);
    assertThat(run("render", "-t", "token=x", script()).out())
        .contains("migrate '******' x")
        .doesNotContain(SECRET);
    assertThat(run("render", "-t", "token=x", "--show-secrets", script()).out())
        .contains("migrate '" + SECRET + "' x");
  }

  @Test
  void a_value_may_come_from_standard_input() {
    machine.input = "from-input\n";

    assertThat(run("render", "-t", "token=-", "--show-secrets", script()).out())
        .contains("' from-input\n");
    machine.input = "from-input\n";
    assertThat(run("render", "-t", "token=-", script()).out()).contains("' ******\n");
  }

  @Test
  void a_value_that_begins_with_an_at_sign_is_written_with_two() {
    assertThat(run("render", "-t", "token=@@alice", script()).out()).contains("' @alice\n");
  }

  @Test
  void a_file_that_cannot_be_read_is_named_with_its_variable() {
    Result result = run("render", "-t", "token=@nowhere", script());

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("-t token: nowhere: ", "-t token=@FILE");
  }

  @Test
  void an_at_sign_alone_names_no_file() {
    Result result = run("render", "-t", "token=@", script());

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("-t token: @ names no file");
  }

  @Test
  void a_file_that_is_no_text_is_an_error_and_not_another_secret() throws IOException {
    Files.write(home.resolve("key"), new byte[] {'a', (byte) 0xff, 'b'});

    Result result = run("render", "-t", "token=@key", script());

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("-t token: key is not UTF-8 text");
  }

  @Test
  void a_secret_that_cannot_be_fetched_is_an_error_before_anything_is_created() throws IOException {
    Files.delete(home.resolve("conf/db-password"));

    Result result = run("deploy-node", "-b", "app", "-n", "deploy-test-1", "-t", "token=x");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("conf/provision.yaml:1:17", "${file:");
    assertThat(machine.cloud.requests()).isEmpty();
  }
}
