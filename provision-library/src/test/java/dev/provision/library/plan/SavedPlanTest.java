package dev.provision.library.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import dev.provision.domain.bundle.FileText;
import dev.provision.domain.bundle.LineEnds;
import dev.provision.domain.bundle.RunRule;
import dev.provision.domain.bundle.SystemFilter;
import dev.provision.domain.key.PublicKey;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployRequest.Variable;
import dev.provision.domain.plan.ImageRule;
import dev.provision.domain.plan.MadeContent;
import dev.provision.domain.plan.MadeContent.Recipe;
import dev.provision.domain.plan.NodePlace;
import dev.provision.domain.plan.PlannedEntry;
import dev.provision.domain.plan.PlannedEntry.PlannedDirectory;
import dev.provision.domain.plan.PlannedEntry.PlannedFile;
import dev.provision.domain.plan.PlannedEntry.PlannedReboot;
import dev.provision.domain.plan.PlannedEntry.PlannedScript;
import dev.provision.domain.plan.PlannedEntry.RenderedTemplate;
import dev.provision.domain.plan.ResourceSelector;
import dev.provision.domain.secret.SecretPatterns;
import dev.provision.domain.variable.SecretReference;
import dev.provision.domain.variable.VariableValue;
import dev.provision.domain.variable.VariableValue.Hidden;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.machine.FileSources;
import dev.provision.ports.Content;
import dev.provision.ports.Secret;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.AwaitReboot;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PathPattern;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// What is read from a saved plan does the same on a node as what was saved.
class SavedPlanTest {
  private static final String SECRET = "tr0ub4dor&3\r\n'quoted'";
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0EhuTz0tqsBOYfB4sE2D8XIRYRP7DKnN0mVHqPN8b5 ä b";
  private static final PlannedAccount ACCOUNT = new PlannedAccount("lab", "openstack-nova");

  @TempDir private Path home;
  private int number;

  private Environment environment() {
    return new Environment(Map.of("DB", SECRET), home, home, home.resolve(".provision"));
  }

  private SavedPlan saved(List<DeployPlan> plans) {
    Path file = home.resolve("plan" + number++);
    ContentDigests digests = new ContentDigests();
    byte[] manifest =
        new PlanManifest(new SourceNames(List.of(home.resolve("site")), Optional.of(home)), digests)
            .write(ACCOUNT, plans);
    new SavedPlanWriter(file).write(manifest, digests.contents());
    return SavedPlan.read(file);
  }

  private static DeployPlan plan(List<PlannedEntry> entries) {
    return new DeployPlan(
        "web-1",
        Optional.of(new NodePlace(2, 7)),
        new ImageRule("noble", "Ubuntu 24.04", true),
        new ResourceSelector("size", "0", false),
        new ResourceSelector("location", "eu \"1\"", true),
        List.of("base", "wéb"),
        List.of(PublicKey.parse(KEY, "here")),
        entries,
        Optional.of("#cloud-config\nruncmd: [\u0000\u2028]\n"),
        Optional.of("pair"),
        Optional.of("/keys/id"),
        OnFailure.CONTINUE,
        List.of("a warning"));
  }

  private static Content bytes(String latin1) {
    return Content.of(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static PlannedFile file(String target, Content content, long size) {
    return new PlannedFile(target, "/site/" + target, content, size, 0640, Optional.empty());
  }

  private static Hidden db() {
    return new Hidden(Secret.of(SECRET), Optional.of(new SecretReference.Text("${env:DB}")));
  }

  private static Hidden token() {
    return new Hidden(Secret.of("t0ken-value"), Optional.of(new SecretReference.Variable("token")));
  }

  private List<PlannedEntry> everything() throws IOException {
    Path key = Files.writeString(home.resolve("key.pem"), "k3y-material\r\n");
    Recipe template =
        new Recipe(
            Optional.of("# x\r\n{db!r:>40} {db[0]:^{width}} {token}\r\n"),
            FileText.FORMAT_STRING,
            Map.of("db", db(), "token", token(), "width", VariableValue.of("7")),
            LineEnds.UNIX,
            false);
    MadeContent made = template.made(new SavedSources(nowhere(), files()), "t");
    Recipe own = new Recipe(Optional.empty(), FileText.VERBATIM, Map.of(), LineEnds.UNIX, false);
    MadeContent ownMade = own.made(new SavedSources(nowhere(), files()), key.toString());
    Recipe run =
        new Recipe(
            Optional.of("#!/bin/sh\necho '$token' $$x $unknown\n"),
            FileText.TEMPLATE_STRING,
            Map.of("token", token()),
            LineEnds.CHECKED,
            true);
    MadeContent runMade = run.made(new SavedSources(nowhere(), files()), "s");
    return List.of(
        file("/etc/empty", bytes(""), 0),
        file("/etc/odd \n name\t\u00e4\ud83d\ude00'\"\\", bytes("\0\u00ff\r\n\u0080"), 5),
        new PlannedFile(
            "/etc/made",
            "t",
            made,
            made.size(),
            0600,
            Optional.of("app:app"),
            Optional.of(new RenderedTemplate(List.of("unknown"))),
            true,
            List.of(db(), token()),
            new SystemFilter(List.of("debian"), List.of("arm64"))),
        new PlannedFile(
            "/etc/key",
            key.toString(),
            ownMade,
            ownMade.size(),
            0600,
            Optional.empty(),
            Optional.empty(),
            true,
            List.of(),
            SystemFilter.ALL),
        new PlannedDirectory(
            "/srv",
            "/site/srv",
            List.of(
                new DirectoryEntry.Directory(".", 0755),
                new DirectoryEntry.Directory("a b", 0700),
                new DirectoryEntry.File("a b/\u00fc\r", bytes("\r\n\r"), 06755),
                new DirectoryEntry.Link("a b/l", "../\n")),
            true,
            List.of(new PathPattern("*.bak"), PathPattern.of("x[1]")),
            Optional.of(":www"),
            1,
            3,
            SystemFilter.ALL),
        new PlannedScript(
            "/root/s",
            "s",
            runMade,
            runMade.size(),
            0700,
            Optional.of(new RenderedTemplate(List.of("unknown"))),
            Optional.of(Duration.ofMillis(90_001)),
            Map.of("A", db(), "B", VariableValue.of("b\n")),
            new RunRule.IfChanged(List.of("/etc/key", "/srv")),
            true,
            List.of(token(), db()),
            SystemFilter.ALL),
        new PlannedScript(
            "/root/once",
            "once",
            bytes("exit 0\n"),
            7,
            0744,
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            new RunRule.Once(),
            false,
            List.of(),
            SystemFilter.ALL));
  }

  private static SecretSource nowhere() {
    return new SecretSource.Nowhere();
  }

  private static FileSources files() {
    return new FileSources();
  }

  /// Everything that a node sees of a step.
  private static String seen(Step step) {
    return switch (step) {
      case AuthorizeKeys keys -> keys.toString();
      case PutFile put -> put.target() + put.mode() + put.owner() + hex(put.content());
      case PutDirectory put ->
          put.target()
              + put.delete()
              + put.keep()
              + put.owner()
              + put.entries().stream().map(SavedPlanTest::seen).toList();
      case RunScript run ->
          run.target()
              + run.mode()
              + new TreeMap<>(run.environment())
              + run.timeout()
              + run.onFailure()
              + run.afterwards()
              + hex(run.content());
      case Reboot _, AwaitReboot _ -> step.toString();
      case ConditionalStep conditional -> conditional.conditions() + seen(conditional.step());
    };
  }

  private static String seen(DirectoryEntry entry) {
    return entry instanceof DirectoryEntry.File(String path, Content content, int mode)
        ? path + mode + hex(content)
        : entry.toString();
  }

  private static String hex(Content content) {
    try (InputStream in = content.open()) {
      return HexFormat.of().formatHex(in.readAllBytes()) + "/" + content.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> seen(DeployPlan plan) {
    return plan.steps().stream().map(step -> seen(step.step()) + step.secret()).toList();
  }

  private static List<Object> rest(DeployPlan plan) {
    return List.of(
        plan.name(),
        plan.place(),
        plan.image(),
        plan.size(),
        plan.location(),
        plan.bundles(),
        plan.userData(),
        plan.keyPair(),
        plan.sshKey(),
        plan.onFailure(),
        plan.keys().stream().map(PublicKey::line).toList());
  }

  @Test
  void every_kind_of_entry_does_the_same_after_it_was_saved() throws IOException {
    DeployPlan plan = plan(everything());

    SavedPlan saved = saved(List.of(plan));
    DeployPlan read =
        saved.withSecrets(environment(), List.of(new Variable("token", "t0ken-value"))).first();

    assertThat(seen(read)).isEqualTo(seen(plan));
    assertThat(rest(read)).isEqualTo(rest(plan));
    assertThat(read.secretPatterns().mask("x " + SECRET + " t0ken-value k3y-material"))
        .isEqualTo("x ****** ****** ******");
    assertThat(saved.references()).containsExactly("${env:DB}");
    assertThat(saved.variables()).containsExactly("token");
    assertThat(saved.files()).containsExactly("~/key.pem");
  }

  @Test
  void no_form_of_a_secret_is_in_the_file() throws IOException {
    DeployPlan plan = plan(everything());
    SecretPatterns secrets = plan.secretPatterns();

    byte[] bytes = Files.readAllBytes(saved(List.of(plan)).file());

    assertThat(secrets.mask(bytes)).isEqualTo(bytes);
    for (String secret : List.of(SECRET, "t0ken-value", "k3y-material")) {
      for (String form : forms(secret)) {
        assertThat(secrets.mask(form)).as("the search finds %s", form).isNotEqualTo(form);
      }
    }
  }

  /// Raw, base64 at each offset, hexadecimal, and as URLs and JSON have it.
  private static List<String> forms(String secret) {
    List<String> forms = new ArrayList<>(List.of(secret));
    for (String before : List.of("", "x", "xx")) {
      byte[] bytes = (before + secret + "yyy").getBytes(StandardCharsets.UTF_8);
      forms.add(Base64.getEncoder().encodeToString(bytes));
    }
    forms.add(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)));
    forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    forms.add(JsonMapper.shared().writeValueAsString(secret));
    return forms;
  }

  @Test
  void restarts_are_the_same_after_they_were_saved() {
    DeployPlan plan =
        plan(
            List.of(
                new PlannedReboot(
                    "shop 0", Duration.ofSeconds(90), new RunRule.Always(), SystemFilter.ALL),
                new PlannedReboot(
                    "shop 1",
                    Duration.ofMinutes(5),
                    new RunRule.IfChanged(List.of("/etc/empty")),
                    new SystemFilter(List.of("debian"), List.of()))));

    assertThat(saved(List.of(plan)).withSecrets(environment(), List.of()).first().entries())
        .isEqualTo(plan.entries());
  }

  @Test
  void what_was_read_is_saved_under_the_same_digest() throws IOException {
    SavedPlan saved = saved(List.of(plan(everything())));

    SavedPlan again =
        saved(saved.withSecrets(environment(), List.of(new Variable("token", "another"))).plans());

    assertThat(again.digest()).isEqualTo(saved.digest());
  }

  /// It is the same on every machine, and in later versions: change it only with the format's
  /// number.
  @Test
  void the_digest_of_a_plan_stays_what_it_is() throws IOException {
    assertThat(saved(List.of(plan(everything()))).digest())
        .isEqualTo("6b15a5067210c11398366fff9dd0724e7b694d951e26e2633e9c71511376be74");
  }

  @Test
  void random_plans_do_the_same_after_they_were_saved() {
    for (long seed = 0; seed < 100; seed++) {
      DeployPlan plan = plan(random(new Random(seed)));

      DeployPlan read = saved(List.of(plan)).withSecrets(environment(), List.of()).first();

      assertThat(seen(read)).as("seed %s", seed).isEqualTo(seen(plan));
    }
  }

  private static List<PlannedEntry> random(Random random) {
    List<PlannedEntry> entries = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      byte[] content = new byte[random.nextInt(3) * random.nextInt(700)];
      random.nextBytes(content);
      String target = "/" + i + text(random);
      if (random.nextBoolean()) {
        entries.add(file(target, Content.of(content), content.length));
      } else {
        List<DirectoryEntry> below = new ArrayList<>();
        for (int j = random.nextInt(5); j > 0; j--) {
          below.add(
              switch (random.nextInt(3)) {
                case 0 ->
                    new DirectoryEntry.Directory("d" + j + text(random), random.nextInt(07777));
                case 1 -> new DirectoryEntry.Link("l" + j + text(random), "x" + text(random));
                default ->
                    new DirectoryEntry.File(
                        "f" + j + text(random), Content.of(content), random.nextInt(07777));
              });
        }
        long files = below.stream().filter(DirectoryEntry.File.class::isInstance).count();
        entries.add(
            new PlannedDirectory(
                target,
                "/s",
                below,
                random.nextBoolean(),
                List.of(),
                Optional.empty(),
                (int) files,
                files * content.length,
                SystemFilter.ALL));
      }
    }
    return entries;
  }

  /// No slash and no NUL.
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      int one = random.nextInt(4) == 0 ? random.nextInt(0x10000) : 1 + random.nextInt(0x7f);
      text.append(one == '/' || one == 0 ? '_' : (char) one);
    }
    return text.toString();
  }

  @Test
  void a_directory_of_five_thousand_files_is_saved_and_read() {
    List<DirectoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      entries.add(new DirectoryEntry.File("f" + i, bytes("content " + i % 4000), 0644));
    }
    PlannedDirectory directory =
        new PlannedDirectory(
            "/srv", "/s", entries, false, List.of(), Optional.empty(), 5000, 0, SystemFilter.ALL);
    DeployPlan plan = plan(List.of(directory));

    DeployPlan read = saved(List.of(plan)).withSecrets(environment(), List.of()).first();

    assertThat(seen(read)).isEqualTo(seen(plan));
  }

  @Test
  void a_secret_that_nothing_stands_for_cannot_be_saved() {
    PlannedScript script =
        new PlannedScript(
            "/s",
            "site/s.sh",
            bytes(""),
            0,
            0700,
            Optional.empty(),
            Optional.empty(),
            Map.of("PASSWORD", new Hidden(Secret.of("x"))),
            new RunRule.Always(),
            false,
            List.of(),
            SystemFilter.ALL);

    assertThatThrownBy(() -> saved(List.of(plan(List.of(script)))))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("site/s.sh")
        .hasMessageContaining("PASSWORD");
  }
}
