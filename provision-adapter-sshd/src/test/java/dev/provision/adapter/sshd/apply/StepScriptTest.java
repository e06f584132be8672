package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.text.ScriptResource;
import dev.provision.ports.Content;
import dev.provision.ports.shell.WhenBusy;
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
import dev.provision.ports.step.StepCondition.Changed;
import dev.provision.ports.step.StepCondition.OnSystem;
import dev.provision.ports.step.StepCondition.Once;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The script that a node gets for a table of steps, compared with `cases/NAME.run`. In those
/// files, a line `# FILE` stands for the text of a part of the runner.
final class StepScriptTest {
  private static final Path CASES =
      Path.of("src/test/resources/dev/provision/adapter/sshd/apply/cases");
  private static final String NONCE = "\u001e0123";
  private static final Optional<String> HOLDER = Optional.of("ann@desk since 12:00");

  record Case(String name, List<Step> steps, WhenBusy whenBusy, Optional<String> holder) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    return List.of(
        applied("file", file("/etc/motd", 0644, ""), file("/etc/issue", 0600, "")),
        applied("odd-names", file("/srv/it's $HOME", 0644, ""), file("/top", 0644, "")),
        applied(
            "owner-and-mode",
            file("/srv/a", 0640, "www-data:adm"),
            file("/srv/b", 04755, "root"),
            file("/srv/c", 0044, "")),
        applied(
            "directory",
            directory("/srv/it's", false, "", List.of()),
            directory("/srv/www/", true, "www-data:", List.of("*.log", "a/\\*b", "[\\\\]")),
            directory("/", true, "", List.of())),
        applied("reboot", reboot()),
        applied(
            "await-reboot",
            new AwaitReboot("b00t-1d", Duration.ofSeconds(90)),
            file("/etc/a", 0644, "")),
        applied("keys", keys(".ssh/authorized_keys"), keys("/etc/ssh/keys/root")),
        applied(
            "script",
            script("#!/bin/sh\ntrue\n", Map.of(), Optional.empty(), OnFailure.STOP),
            script("true\n", Map.of(), Optional.empty(), OnFailure.CONTINUE)),
        applied(
            "script-that-only-its-group-reads",
            new RunScript(
                "/opt/setup.sh",
                Content.of("true\n".getBytes(UTF_8)),
                0040,
                Map.of(),
                Optional.empty(),
                OnFailure.STOP)),
        applied(
            "script-with-environment",
            script(
                "true\n",
                Map.of("ROLE", "web", "WORDS", "it's a $b\nc"),
                Optional.empty(),
                OnFailure.STOP)),
        applied(
            "timeout",
            script("true\n", Map.of(), Optional.of(Duration.ofSeconds(90)), OnFailure.STOP),
            script("true\n", Map.of(), Optional.of(Duration.ofMillis(1050)), OnFailure.STOP)),
        applied(
            "refused",
            file("relative", 0644, ""),
            file("/etc/", 0644, ""),
            file("\0/etc/motd", 0644, ""),
            file("/\0", 0644, ""),
            script("true\n", Map.of("a b", ""), Optional.empty(), OnFailure.CONTINUE),
            script("true\n", Map.of("ROLE", "\0"), Optional.empty(), OnFailure.STOP),
            new RunScript(
                "setup.sh",
                Content.of(new byte[0]),
                0755,
                Map.of(),
                Optional.empty(),
                OnFailure.STOP),
            new AuthorizeKeys("keys", List.of("\n")),
            new AuthorizeKeys("keys", List.of("\0")),
            new AuthorizeKeys(".ssh/", List.of())),
        applied(
            "much-data",
            new PutFile("/srv/large", Content.of(new byte[1 << 25]), 0644, Optional.empty())),
        applied("removed-script", removed()),
        new Case("removed-script-compared", List.of(removed()), WhenBusy.WAIT, Optional.empty()),
        applied("conditions", conditions()),
        new Case("conditions-compared", List.of(conditions()), WhenBusy.WAIT, Optional.empty()),
        new Case("impatient", List.of(file("/etc/motd", 0644, "")), WhenBusy.REFUSE, HOLDER),
        new Case(
            "compared",
            List.of(
                file("/etc/motd", 0644, "root"),
                keys(".ssh/authorized_keys"),
                directory("/srv/www", true, "root", List.of("*.log")),
                script("true\n", Map.of(), Optional.empty(), OnFailure.STOP)),
            WhenBusy.WAIT,
            Optional.empty()));
  }

  /// The second file is always put if its turn comes, so that nothing is needed before the third.
  private static Step[] conditions() {
    return new Step[] {
      new ConditionalStep(
          file("/etc/a", 0644, ""), List.of(new OnSystem(List.of("debian", "rhel"), List.of()))),
      file("/etc/b", 0644, ""),
      file("/etc/c", 0644, ""),
      new ConditionalStep(
          script("true\n", Map.of(), Optional.empty(), OnFailure.CONTINUE),
          List.of(
              new OnSystem(List.of(), List.of("arm64")),
              new Once("k1"),
              new Changed("k2", List.of(0, 1, 2)))),
      new ConditionalStep(file("/etc/d", 0644, ""), List.of(new Changed("k3", List.of(0, 3)))),
      new ConditionalStep(file("/etc/e", 0644, ""), List.of(new Changed("k4", List.of(5))))
    };
  }

  private static Step[] reboot() {
    Step script = script("true\n", Map.of(), Optional.empty(), OnFailure.STOP);
    ConditionalStep later =
        new ConditionalStep(
            script,
            List.of(new OnSystem(List.of("debian"), List.of()), new Changed("k2", List.of(0))));
    return new Step[] {
      file("/etc/a", 0644, ""),
      new ConditionalStep(
          new Reboot(Duration.ofMinutes(5), List.of(later)), List.of(new Changed("k1", List.of(0))))
    };
  }

  private static Case applied(String name, Step... steps) {
    return new Case(name, List.of(steps), WhenBusy.WAIT, HOLDER);
  }

  private static Step file(String target, int mode, String owner) {
    Optional<String> given = Optional.of(owner).filter(text -> !text.isEmpty());
    return new PutFile(target, Content.of("text\n".getBytes(UTF_8)), mode, given);
  }

  private static Step directory(String target, boolean delete, String owner, List<String> keep) {
    return new PutDirectory(
        target,
        List.of(new DirectoryEntry.Link("l", "x")),
        delete,
        keep.stream().map(PathPattern::new).toList(),
        Optional.of(owner).filter(text -> !text.isEmpty()));
  }

  private static Step keys(String file) {
    return new AuthorizeKeys(file, List.of("ssh-ed25519 AAAAC3NzaC1 ann", "ssh-rsa AAAAB3NzaC1 b"));
  }

  private static Step script(
      String text, Map<String, String> environment, Optional<Duration> limit, OnFailure then) {
    Content content = Content.of(text.getBytes(UTF_8));
    return new RunScript("/opt/setup.sh", content, 0755, environment, limit, then);
  }

  private static Step removed() {
    return new RunScript(
        "/opt/secret.sh",
        Content.of("true\n".getBytes(UTF_8)),
        0755,
        Map.of(),
        Optional.empty(),
        OnFailure.STOP,
        RunScript.Afterwards.REMOVED);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_script_is_what_its_file_says(Case tried) throws Exception {
    StepArchive archive =
        new StepArchive(tried.steps(), tried.whenBusy(), tried.holder(), new ReplacedCalls.None());

    assertThat(withoutParts(UnpackedArchive.of(archive, NONCE).text("run")))
        .isEqualTo(Files.readString(CASES.resolve(tried.name() + ".run")));
  }

  @Test
  void every_file_has_its_case() throws Exception {
    try (Stream<Path> files = Files.list(CASES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              cases().stream().map(tried -> tried.name() + ".run").toList());
    }
  }

  private static String withoutParts(String script) throws Exception {
    String rest = script.replace("\u001e", "<RS>");
    try (Stream<Path> files =
        Files.list(Path.of("src/main/resources/dev/provision/adapter/sshd/apply"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".sh")).toList()) {
        String name = file.getFileName().toString();
        rest = rest.replace(ScriptResource.text(StepScript.class, name), "# " + name + "\n");
      }
    }
    return rest;
  }
}
