package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run on a local node is undone.
final class UndoIT {
  private static final String NODE = "deploy-test-undo";

  private static final String JOB =
      """
      variables: {db: "${env:SHOP_DB}"}
      bundles:
        shop:
          parameters: {port: 8080}
          steps:
            - files: {/etc/shop.conf: {template: shop.conf}}
            - directory: {/srv/shop: {source: www, delete: true}}
            - script: secret.sh
      """;

  @TempDir private Path home;
  private Distribution provision;
  private ConfigurationDirectory site;

  @BeforeEach
  void job() throws IOException {
    provision = new Distribution(home).with("SHOP_DB", "tr0ub4dor&3");
    site =
        new ConfigurationDirectory(home.resolve("site"))
            .yaml(JOB)
            .script(
                "secret.sh", "# provision-template-type: template-string\necho '$db' >/dev/null");
    file("shop.conf", "# provision-template-type: template-string\nport=$port\n");
    file("www/a", "a\n");
    file("www/b", "b\n");
  }

  private void file(String name, String text) throws IOException {
    Path file = site.path().resolve("files").resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }

  @AfterEach
  void nothing_stays_behind() {
    provision.run("destroy-node", NODE);
  }

  private Ended run(String... arguments) {
    return provision.run("provision", arguments);
  }

  private String ok(String... arguments) {
    Ended ended = run(arguments);
    assertThat(ended.status()).describedAs(ended.toString()).isZero();
    return ended.stdout();
  }

  private String state() {
    return ok("ssh", NODE, "--", "cd / && cat /etc/shop.conf; grep -r . /srv/shop | sort");
  }

  @Test
  void a_run_is_undone_and_a_file_that_was_changed_since_is_not_overwritten() throws IOException {
    ok("deploy-node", "-c", "site", "-b", "shop", "-n", NODE);
    assertThat(ok("ssh", NODE, "--", "ls -A deploy")).doesNotContain("secret.sh");
    String before = state();
    Files.delete(site.path().resolve("files/www/b"));
    file("www/c", "c\n");
    ok("apply", NODE, "-c", "site", "-b", "shop", "-t", "port=9090", "--keep-replaced");
    String after = state();
    assertThat(after).isNotEqualTo(before).contains("port=9090");

    assertThat(ok("undo", NODE, "-c", "site", "--dry-run"))
        .contains("/etc/shop.conf: would be restored", "/srv/shop/c: would be removed");
    assertThat(ok("undo", NODE, "-c", "site", "--list", "-o", "plain")).endsWith(" 3\n");
    ok("ssh", NODE, "--", "echo mine >>/etc/shop.conf");
    Ended refused = run("undo", NODE, "-c", "site", "-o", "json");
    assertThat(refused.status()).isEqualTo(14);
    assertThat(refused.stdout()).contains("\"outcome\": \"changed\"", "/etc/shop.conf");
    assertThat(refused.stderr()).contains("files have changed since the run", "--force");
    assertThat(state()).contains("mine");

    assertThat(ok("undo", NODE, "-c", "site", "--force"))
        .contains("/srv/shop/b: restored", "2 restored, 1 removed; scripts are not undone");

    assertThat(state()).isEqualTo(before);
    Ended again = run("undo", NODE, "-c", "site");
    assertThat(List.of(again.status(), again.stdout())).isEqualTo(List.of(14, ""));
    assertThat(again.stderr()).contains("nothing is kept there that could be put back");
  }
}
