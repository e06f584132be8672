package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A plan is saved and signed, and carried out on a local node when its site is gone.
final class SavedPlanIT {
  private static final String NODE = "deploy-test-saved";
  private static final String SECRET = "tr0ub4dor&3";
  private static final Pattern DIGEST = Pattern.compile("digest +([0-9a-f]{64})");

  @TempDir private Path home;
  private Distribution provision;

  @BeforeEach
  void site() throws IOException {
    provision = new Distribution(home).with("SHOP_DB", SECRET);
    ConfigurationDirectory site =
        new ConfigurationDirectory(home.resolve("site"))
            .yaml(
                """
                variables: {db: "${env:SHOP_DB}"}
                bundles:
                  shop:
                    steps:
                      - files: {/etc/shop.conf: {template: shop.conf}}
                      - script: hello.sh
                """)
            .script("hello.sh", "echo hello >/etc/hello");
    Files.createDirectories(site.path().resolve("files"));
    Files.writeString(
        site.path().resolve("files/shop.conf"),
        "# provision-template-type: template-string\npassword=$db\n");
  }

  @AfterEach
  void nothing_stays_behind() {
    provision.run("destroy-node", NODE);
  }

  private String ok(String... arguments) {
    Ended ended = provision.run("provision", arguments);
    assertThat(ended.status()).describedAs(ended.toString()).isZero();
    return ended.stdout();
  }

  private String digest(String text) {
    Matcher digest = DIGEST.matcher(text);
    assertThat(digest.find()).as(text).isTrue();
    return digest.group(1);
  }

  private void sshKeygen(String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("ssh-keygen", "-q"));
    all.addAll(List.of(words));
    Process process = new ProcessBuilder(all).directory(home.toFile()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  private List<String> journals() throws IOException {
    try (Stream<Path> all = Files.walk(provision.provisionHome())) {
      List<String> texts = new ArrayList<>();
      for (Path path : all.filter(path -> path.endsWith("journal.jsonl")).toList()) {
        texts.add(Files.readString(path));
      }
      return texts;
    }
  }

  @Test
  void a_signed_plan_is_deployed_and_applied_without_its_site() throws Exception {
    sshKeygen("-t", "ed25519", "-N", "", "-f", "key");
    Path signers =
        Files.writeString(
            home.resolve("signers"), "alice " + Files.readString(home.resolve("key.pub")));
    String shown =
        ok("plan", "-c", "site", "-b", "shop", "-n", NODE, "--save", "a.plan", "--sign", "key");
    String digest = digest(shown);
    Files.move(home.resolve("site"), home.resolve("elsewhere"));
    assertThat(Files.readString(home.resolve("a.plan"))).doesNotContain(SECRET);

    String deployed = ok("deploy-node", "--plan", "a.plan", "--verify", signers.toString());

    assertThat(deployed).contains(digest);
    assertThat(ok("ssh", NODE, "--", "cat /etc/shop.conf /etc/hello"))
        .contains("password=" + SECRET, "hello");
    ok("ssh", NODE, "--", "echo mine >/etc/shop.conf");
    String applied = ok("apply", NODE, "--plan", "a.plan", "--verify", "signers", "-o", "json");
    assertThat(applied).contains("\"plan_digest\": \"" + digest + "\"");
    assertThat(ok("ssh", NODE, "--", "cat /etc/shop.conf")).contains("password=" + SECRET);
    assertThat(journals()).hasSize(2).allMatch(text -> text.contains(digest));

    Files.writeString(home.resolve("signers"), "# nobody\n");
    Ended refused =
        provision.run("provision", "apply", NODE, "--plan", "a.plan", "--verify", "signers");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.stderr()).contains("a.plan.sig", "is not in");
  }
}
