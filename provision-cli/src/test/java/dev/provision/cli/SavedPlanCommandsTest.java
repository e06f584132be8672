package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Plans that are saved, shown, and carried out as they were saved.
final class SavedPlanCommandsTest {
  private static final String SECRET = "tr0ub4dor&3";

  @TempDir private Path home;
  private Machine machine;

  @BeforeEach
  void configure() throws IOException {
    machine = new Machine(home);
    machine.file(
        "conf/provision.yaml",
        """
        variables: {db: "${file:../db-password}", region: eu}
        bundles:
          app:
            parameters: {token: {secret: true}}
            steps:
              - files:
                  /etc/app.conf: {template: {source: app.conf, type: template-string}}
                  /etc/key: {source: ~/key.pem, secret: true}
                  /etc/motd: motd
              - directory: {/srv/app: site}
              - script: {path: migrate.sh, environment: {PASSWORD: "${file:../db-password}"}}
          plain: {files: [/etc/motd]}
        """);
    machine.file("db-password", SECRET + "\n");
    machine.file("key.pem", "the k3y of the app\n");
    machine.file("conf/files/app.conf", "password=$db in $region\n");
    machine.file("conf/files/motd", "hello\n");
    machine.file("conf/files/site/index.html", "<p>hello\n");
    machine.file(
        "conf/scripts/migrate.sh",
        "#!/bin/sh\n# provision-template-type: template-string\nmigrate $token\n");
    machine.file("token", "t0ken-value\n");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private Result run(String... words) {
    return machine.run(words);
  }

  private void save(String... more) {
    String[] words = {
      "plan", "-c", "conf", "-b", "app", "-t", "token=@token", "--save", "app.plan"
    };
    Result result = run(Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
  }

  private String node(String path) {
    return new String(
        machine.shells.files("192.0.2.1").file(path).orElseThrow().bytes(), StandardCharsets.UTF_8);
  }

  private void removeSite() throws IOException {
    try (Stream<Path> all = Files.walk(home.resolve("conf"))) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static JsonNode json(Result result) {
    return JsonMapper.shared().readTree(result.out());
  }

  @Test
  void a_saved_plan_is_carried_out_when_its_site_is_gone() throws IOException {
    save("-n", "deploy-test-1");
    removeSite();

    Result result = run("deploy-node", "--plan", "app.plan", "-t", "token=@token");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(node("/etc/app.conf")).isEqualTo("password=" + SECRET + " in eu\n");
    assertThat(node("/etc/key")).isEqualTo("the k3y of the app\n");
    assertThat(node("/etc/motd")).isEqualTo("hello\n");
    assertThat(node("/srv/app/index.html")).isEqualTo("<p>hello\n");
    assertThat(result.out()).contains("/root/deploy/migrate.sh: exit status 0");
  }

  @Test
  void no_secret_is_in_the_file_and_only_its_owner_can_read_it() throws IOException {
    save("-n", "deploy-test-1");

    Path file = home.resolve("app.plan");
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .contains("$db", "\"region\": \"eu\"", "hello")
        .doesNotContain(SECRET, "t0ken-value", "the k3y of the app");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void a_saved_plan_is_shown_as_it_was_and_says_what_it_needs() {
    String[] words = {"plan", "-c", "conf", "-b", "app", "-t", "token=@token", "-o", "json"};
    JsonNode made =
        json(
            run(
                Stream.concat(Stream.of(words), Stream.of("-n", "deploy-test-1"))
                    .toArray(String[]::new)));
    save("-n", "deploy-test-1");

    JsonNode shown = json(run("plan", "app.plan", "-o", "json"));
    String text = run("plan", "app.plan").out();

    assertThat(shown.get("digest")).isEqualTo(made.get("digest"));
    assertThat(shown.get("steps")).hasSameSizeAs(made.get("steps"));
    assertThat(shown.get("needs").toString())
        .isEqualTo(
            "{\"references\":[\"${file:~/db-password}\"],\"variables\":[\"token\"],\"files\":[\"~/key.pem\"]}");
    assertThat(text)
        .contains("${file:~/db-password}", "-t token=@FILE", "~/key.pem", "files/motd -> /etc/motd")
        .doesNotContain(SECRET);
  }

  @Test
  void what_is_missing_is_named_before_anything_is_made() throws IOException {
    save("-n", "deploy-test-1");
    Files.delete(home.resolve("db-password"));
    Files.delete(home.resolve("key.pem"));

    Result result = run("deploy-node", "--plan", "app.plan");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("${file:~/db-password}", "~/key.pem", "'token'");
    assertThat(machine.cloud.nodes()).isEmpty();
  }

  @Test
  void what_the_plan_has_decided_on_is_refused_by_name() {
    save("-n", "deploy-test-1");

    assertThat(
            run(
                    "deploy-node",
                    "--plan",
                    "app.plan",
                    "-b",
                    "plain",
                    "-i",
                    "x",
                    "-n",
                    "y",
                    "--keep-going",
                    "--count",
                    "2",
                    "-t",
                    "token=@token")
                .err())
        .contains("-b: ", "-i: ", "-n: ", "--keep-going: ", "--count: ");
    assertThat(run("apply", "deploy-test-1", "--plan", "app.plan", "--keys").err())
        .contains("--keys: ");
    assertThat(run("plan", "app.plan", "-s", "1").err()).contains("-s: ");
  }

  @Test
  void a_variable_that_the_plan_does_not_need_is_refused() {
    save("-n", "deploy-test-1");

    Result result =
        run("deploy-node", "--plan", "app.plan", "-t", "token=@token", "-t", "region=us");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("-t region");
  }

  @Test
  void another_account_is_refused() {
    save("-n", "deploy-test-1");

    Result result = run("deploy-node", "--plan", "app.plan", "-p", "local", "-t", "token=@token");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("'memory'", "'local'");
  }

  @Test
  void a_saved_plan_is_applied_to_its_own_nodes_only() {
    save("-n", "deploy-test-1");
    assertThat(run("deploy-node", "-c", "conf", "-b", "plain", "-n", "deploy-test-1").status())
        .isZero();

    Result other = run("apply", "deploy-test-2", "--plan", "app.plan", "-t", "token=@token");
    Result own = run("apply", "deploy-test-1", "--plan", "app.plan", "-t", "token=@token");

    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("not for node 'deploy-test-2'");
    assertThat(own.status()).as(own.err()).isZero();
    assertThat(node("/etc/key")).isEqualTo("the k3y of the app\n");
  }

  @Test
  void a_plan_for_another_place_in_a_fleet_is_refused() {
    assertThat(
            run("deploy-node", "-c", "conf", "-b", "plain", "-n", "deploy-test", "--count", "2")
                .status())
        .isZero();
    save("-n", "deploy-test-2");

    Result result = run("apply", "deploy-test-2", "--plan", "app.plan", "-t", "token=@token");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("node 1 of 1", "node 2 of 2");
  }

  @Test
  void a_fleet_is_saved_and_deployed_under_one_digest() throws IOException {
    save("-n", "deploy-test", "--count", "3");

    Result result = run("deploy-node", "--plan", "app.plan", "-t", "token=@token", "-o", "json");

    String digest = json(run("plan", "app.plan", "-o", "json")).get(0).get("digest").asString();
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(json(result)).hasSize(3);
    assertThat(json(result))
        .allSatisfy(node -> assertThat(node.get("plan_digest").asString()).isEqualTo(digest));
    assertThat(journals()).hasSize(3).allMatch(text -> text.contains(digest));
  }

  private List<String> journals() throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      List<String> texts = new ArrayList<>();
      for (Path path : all.filter(path -> path.endsWith("journal.jsonl")).toList()) {
        texts.add(Files.readString(path));
      }
      return texts;
    }
  }

  @Test
  void the_digest_without_a_file_is_the_same_and_is_in_the_report() {
    save("-n", "deploy-test-1");
    String digest = json(run("plan", "app.plan", "-o", "json")).get("digest").asString();

    Result result =
        run("deploy-node", "-c", "conf", "-b", "app", "-n", "deploy-test-1", "-t", "token=@token");

    assertThat(result.out()).contains("plan       " + digest);
  }

  @Test
  void a_secrets_value_does_not_change_the_digest() throws IOException {
    save("-n", "deploy-test-1");
    String digest = json(run("plan", "app.plan", "-o", "json")).get("digest").asString();
    machine.file("db-password", "another-long-one\n");
    machine.file("key.pem", "another key\n");

    save("-n", "deploy-test-1");

    assertThat(json(run("plan", "app.plan", "-o", "json")).get("digest").asString())
        .isEqualTo(digest);
    machine.file("conf/files/motd", "hello again\n");
    save("-n", "deploy-test-1");
    assertThat(json(run("plan", "app.plan", "-o", "json")).get("digest").asString())
        .isNotEqualTo(digest);
  }

  /// As a person does it, in the directory of the plan.
  private void signedBy(String key) throws IOException, InterruptedException {
    Files.deleteIfExists(home.resolve("app.plan.sig"));
    for (String[] words :
        new String[][] {
          {"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", key, "-f", key},
          {"ssh-keygen", "-q", "-Y", "sign", "-n", "provision", "-f", key, "app.plan"}
        }) {
      Process process =
          new ProcessBuilder(words)
              .directory(home.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("ssh-keygen.log").toFile())
              .start();
      assertThat(process.waitFor()).isZero();
    }
  }

  private void signers(String name, String key) throws IOException {
    machine.file(name, "alice@example.com " + Files.readString(home.resolve(key + ".pub")));
  }

  @Test
  void a_signature_is_verified_and_its_signer_shown() throws Exception {
    save("-n", "deploy-test-1");
    assertThat(run("plan", "app.plan", "--verify", "signers").err())
        .contains("signers", "no such file");
    signedBy("mine");
    signers("signers", "mine");

    Result shown = run("plan", "app.plan", "--verify", "signers");
    Result deployed =
        run("deploy-node", "--plan", "app.plan", "--verify", "signers", "-t", "token=@token");

    assertThat(shown.out()).as(shown.err()).contains("signed by  alice@example.com");
    assertThat(deployed.status()).as(deployed.err()).isZero();
    signedBy("another");
    Result refused = run("apply", "deploy-test-1", "--plan", "app.plan", "--verify", "signers");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("app.plan.sig", "is not in");
  }

  @Test
  void a_configuration_can_demand_signed_plans() throws Exception {
    save("-n", "deploy-test-1");
    machine.file("site/provision.yaml", "signed-plans: signers\n");
    String[] planned = {"deploy-node", "-c", "site", "--plan", "app.plan", "-t", "token=@token"};

    Result without = run("deploy-node", "-c", "conf", "-c", "site", "-b", "plain", "-n", "x");
    signedBy("mine");
    signers("site/signers", "mine");
    Files.move(home.resolve("app.plan.sig"), home.resolve("kept.sig"));
    Result unsigned = run(planned);
    Files.move(home.resolve("kept.sig"), home.resolve("app.plan.sig"));
    Result signed = run(planned);
    save("-n", "deploy-test-2");
    Result changed = run(planned);

    assertThat(without.status()).isEqualTo(1);
    assertThat(without.err()).contains("demands a signed plan");
    assertThat(unsigned.status()).isEqualTo(1);
    assertThat(unsigned.err()).contains("app.plan.sig", "it does not exist");
    assertThat(signed.status()).as(signed.err()).isZero();
    assertThat(changed.status()).isEqualTo(1);
    assertThat(changed.err()).contains("it is not the signature of this file");
    assertThat(machine.cloud.nodes()).hasSize(1);
  }

  @Test
  void no_other_file_is_replaced() throws IOException {
    machine.file("app.plan", "my notes\n");

    Result result =
        run("plan", "-c", "conf", "-b", "plain", "-n", "deploy-test-1", "--save", "app.plan");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("app.plan", "not a saved plan");
    assertThat(home.resolve("app.plan")).hasContent("my notes");
    assertThat(run("plan", "app.plan").err()).contains("it is not a saved plan");
    assertThat(run("plan", "nothing.plan").err()).contains("there is no such file");
  }
}
