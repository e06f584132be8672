package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real job on the local provider: a user, a key, a template, a directory, a migration that runs
/// once, a service and a node that are restarted after a change. What has been done is not done
/// again, and no secret is seen.
final class BundleStepsIT {
  private static final String PASSWORD = "tr0ub4dor&3";
  private static final String KEY_LINE = "c2VjcmV0IGtleSBvZiB0aGUgc2hvcA==";

  private static final String JOB =
      """
      variables: {db: "${env:SHOP_DB}"}
      bundles:
        base: {files: [/etc/base]}
        shop:
          needs: [base]
          parameters: {port: 8080}
          steps:
            - script: users.sh
            - files:
                /etc/shop/key.pem: {source: key.pem, owner: shopper, secret: true}
                /etc/shop/shop.conf: {template: shop.conf}
            - directory: {/srv/shop: {source: www, delete: true, exclude: ["*.bak"]}}
            - script: {path: migrate.sh, environment: {DB_PASSWORD: "${env:SHOP_DB}"}, run: once}
            - script: {path: restart.sh, run: if-changed}
            - script: nowhere.sh
              only: {os: no-such-system}
            - reboot: {timeout: 2m, run: {if-changed: [/etc/shop/key.pem]}}
            - script: {path: started.sh, run: {if-changed: [/etc/shop/key.pem]}}
      """;

  @TempDir private Path home;
  private Distribution provision;
  private ConfigurationDirectory site;

  @BeforeEach
  void job() throws IOException {
    provision = new Distribution(home).with("SHOP_DB", PASSWORD);
    site =
        new ConfigurationDirectory(home.resolve("site"))
            .yaml(JOB)
            .script(
                "users.sh",
                "grep -q shopper /etc/passwd || useradd -r shopper; touch /run/before; sleep 54321"
                    + " >/dev/null 2>&1 & cat /proc/sys/kernel/random/boot_id >/root/was")
            .script(
                "started.sh",
                "! cmp /root/was /proc/sys/kernel/random/boot_id && [ ! -e /run/before ] &&"
                    + " ! grep -qa 54321 /proc/[0-9]*/cmdline && echo everything started again")
            .script("migrate.sh", "echo migrated with $DB_PASSWORD; echo $DB_PASSWORD | base64")
            .script("restart.sh", "echo restarted; cat /etc/shop/*")
            .script("nowhere.sh", "exit 1");
    file("base", "base\n");
    file("key.pem", "-----BEGIN KEY-----\n" + KEY_LINE + "\n-----END KEY-----\n");
    file(
        "shop.conf",
        "# provision-template-type: template-string\nport=$port\npassword=$db\nhome=$HOME\n");
    for (int page = 1; page <= 300; page++) {
      file("www/page" + page + ".html", "page " + page + "\n");
    }
    file("www/draft.bak", "not yet\n");
  }

  private void file(String name, String text) throws IOException {
    Path file = site.path().resolve("files").resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }

  @AfterEach
  void nothing_stays_behind() {
    provision.run("destroy-node", "deploy-test-shop");
  }

  private String apply() throws IOException {
    Ended applied =
        provision.run("provision", "apply", "-c", "site", "-b", "shop", "deploy-test-shop");
    assertThat(applied.status()).describedAs(applied.toString()).isZero();
    assertNoSecretIn(applied);
    return applied.stderr();
  }

  private String onNode(String command) {
    return provision.run("provision", "ssh", "deploy-test-shop", "--", command).stdout();
  }

  @Test
  void the_job_is_done_in_order_then_only_what_changed_and_no_secret_is_seen() throws IOException {
    Ended deployed =
        provision.run("deploy-node", "-c", "site", "-b", "shop", "-n", "deploy-test-shop");

    assertThat(deployed.status()).describedAs(deployed.toString()).isZero();
    assertThat(deployed.stdout())
        .contains("migrated with ******", "restarted", "password=******")
        .contains("nowhere.sh: not needed: only for no-such-system")
        .contains("reboot: restarted, ", "everything started again");
    assertNoSecretIn(deployed);
    assertThat(onNode("stat -c '%U %a' /etc/shop/key.pem; cat /etc/shop/shop.conf"))
        .isEqualTo(
            "shopper 600\n# provision-template-type: template-string\nport=8080\npassword="
                + PASSWORD
                + "\nhome=$HOME\n");
    assertThat(onNode("ls /srv/shop | wc -l; ls /srv/shop/*.bak 2>/dev/null | wc -l"))
        .isEqualTo("300\n0\n");

    assertThat(apply())
        .contains("migrate.sh: not needed: it ran on ")
        .contains("restart.sh: not needed: nothing it depends on has changed")
        .contains("reboot: not needed: nothing it depends on has changed")
        .doesNotContain("written");

    Files.delete(site.path().resolve("files/www/page300.html"));
    file("www/page1.html", "another page 1\n");
    assertThat(apply())
        .contains("/srv/shop: 1 written, 1 removed", "restart.sh: exit status 0")
        .contains("migrate.sh: not needed: it ran on ", "reboot: not needed");

    file("key.pem", KEY_LINE + "2\n");
    assertThat(apply())
        .contains("reboot: restarted, ", "started.sh: exit status 0")
        .contains("migrate.sh: not needed: it ran on ");

    site.script("migrate.sh", "echo migrated again");
    assertThat(apply()).contains("migrate.sh: exit status 0", "restart.sh: exit status 0");
  }

  @Test
  void a_restart_that_failed_is_made_up_for() throws IOException {
    site.script("restart.sh", "exit 3");
    Ended deployed =
        provision.run("deploy-node", "-c", "site", "-b", "shop", "-n", "deploy-test-shop");
    assertThat(deployed.status()).isNotZero();

    site.script("restart.sh", "echo restarted at last");

    assertThat(apply()).contains("restart.sh: exit status 0");
    assertThat(apply()).contains("restart.sh: not needed");
  }

  private void assertNoSecretIn(Ended ended) throws IOException {
    assertThat(ended.stdout() + ended.stderr()).doesNotContain(PASSWORD).doesNotContain(KEY_LINE);
    Path deployments = provision.provisionHome().resolve("state/runs");
    try (Stream<Path> all = Files.walk(deployments)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(PASSWORD)
            .doesNotContain(KEY_LINE);
      }
    }
  }
}
