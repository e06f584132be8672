package dev.provision.library.configuration.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.BundleEntry;
import dev.provision.domain.bundle.FileEntry;
import dev.provision.domain.bundle.FileText;
import dev.provision.domain.bundle.LineEnds;
import dev.provision.domain.bundle.RebootEntry;
import dev.provision.domain.bundle.RunRule;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.domain.bundle.SystemFilter;
import dev.provision.domain.bundle.TreeEntry;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.variable.Parameter;
import dev.provision.domain.variable.VariableValue;
import dev.provision.library.configuration.Machine;
import dev.provision.library.configuration.machine.FileSources;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PathPattern;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bundles of `provision.yaml` that say order, conditions, values and secrets.
final class BundleStepsYamlTest {
  @TempDir private Path root;
  private Machine machine;

  @BeforeEach
  void machine() {
    machine = new Machine(root);
  }

  private String source(String path) {
    return machine.work.resolve("site").resolve(path).toString();
  }

  @Test
  void steps_keep_their_order_and_say_what_they_are() {
    Bundle shop =
        Machine.bundle(
            machine.yaml(
                """
                bundles:
                  shop:
                    description: the shop
                    needs: [hello, tz]
                    steps:
                      - script: users.sh
                      - files: {/etc/shop/key.pem: {source: shop.pem, owner: shop, secret: true}}
                      - files: [/etc/motd]
                        only: {os: [debian, alpine], architecture: aarch64}
                      - script: {path: restart.sh, run: if-changed}
                      - script: {path: once.sh, run: once, only: {os: debian}}
                      - script: {path: other.sh, run: {if-changed: [/etc/motd]}}
                """),
            "shop");

    assertThat(shop.description()).contains("the shop");
    assertThat(shop.needs()).containsExactly("hello", "tz");
    SystemFilter some = new SystemFilter(List.of("debian", "alpine"), List.of("aarch64"));
    assertThat(shop.steps())
        .containsExactly(
            new ScriptEntry("/root/deploy/users.sh", source("scripts/users.sh")),
            new FileEntry(
                "/etc/shop/key.pem",
                source("files/shop.pem"),
                Optional.empty(),
                Optional.of("shop"),
                FileText.VERBATIM,
                LineEnds.CHECKED,
                true,
                SystemFilter.ALL),
            new FileEntry(
                "/etc/motd",
                source("files/motd"),
                Optional.empty(),
                Optional.empty(),
                FileText.VERBATIM,
                LineEnds.CHECKED,
                false,
                some),
            script("restart.sh", new RunRule.IfChanged(List.of()), SystemFilter.ALL),
            script("once.sh", new RunRule.Once(), new SystemFilter(List.of("debian"), List.of())),
            script("other.sh", new RunRule.IfChanged(List.of("/etc/motd")), SystemFilter.ALL));
  }

  private BundleEntry script(String name, RunRule rule, SystemFilter only) {
    return new ScriptEntry(
        "/root/deploy/" + name,
        source("scripts/" + name),
        Optional.empty(),
        Map.of(),
        LineEnds.CHECKED,
        rule,
        only);
  }

  @Test
  void a_restart_needs_no_more_than_its_name() {
    Bundle kernel =
        Machine.bundle(
            machine.yaml(
                """
                bundles:
                  kernel:
                    steps:
                      - reboot
                      - reboot:
                      - reboot: {timeout: 90s, run: if-changed, only: {os: debian}}
                      - {reboot: {run: {if-changed: [/etc/a]}}, only: {architecture: arm64}}
                """),
            "kernel");

    RebootEntry usual =
        new RebootEntry(Duration.ofMinutes(5), new RunRule.Always(), SystemFilter.ALL);
    assertThat(kernel.steps())
        .containsExactly(
            usual,
            usual,
            new RebootEntry(
                Duration.ofSeconds(90),
                new RunRule.IfChanged(List.of()),
                new SystemFilter(List.of("debian"), List.of())),
            new RebootEntry(
                Duration.ofMinutes(5),
                new RunRule.IfChanged(List.of("/etc/a")),
                new SystemFilter(List.of(), List.of("arm64"))));
  }

  @Test
  void a_restart_that_happens_once_is_refused_with_its_place() {
    assertThatThrownBy(
            () ->
                machine.yaml(
                    """
                    bundles:
                      kernel:
                        steps:
                          - reboot: {run: once}
                    """))
        .hasMessageContaining("provision.yaml:4:")
        .hasMessageContaining("a restart cannot be done only once");
  }

  @Test
  void what_a_script_or_file_is_only_for_adds_to_what_its_step_is_for() {
    Bundle bundle =
        Machine.bundle(
            machine.yaml(
                """
                bundles:
                  a:
                    steps:
                      - script: {path: a.sh, only: {os: debian}}
                        only: {architecture: aarch64}
                      - files: {/etc/b: {only: {os: alpine}}, /etc/c: {}}
                        only: {os: [debian, alpine], architecture: x86_64}
                """),
            "a");

    assertThat(bundle.steps())
        .extracting(BundleEntry::only)
        .containsExactly(
            new SystemFilter(List.of("debian"), List.of("aarch64")),
            new SystemFilter(List.of("alpine"), List.of("x86_64")),
            new SystemFilter(List.of("debian", "alpine"), List.of("x86_64")));
  }

  @Test
  void a_file_may_be_a_template_of_either_type() {
    Bundle bundle =
        Machine.bundle(
            machine.yaml(
                """
                bundles:
                  a:
                    files:
                      /a: {template: x}
                      /b: {template: {type: format-string}}
                      /c: {template: {source: y, type: template-string}, line-ends: unix}
                """),
            "a");

    assertThat(bundle.files())
        .extracting(FileEntry::source)
        .containsExactly(source("files/x"), source("files/b"), source("files/y"));
    assertThat(bundle.files())
        .extracting(FileEntry::text)
        .containsExactly(FileText.TEMPLATE, FileText.FORMAT_STRING, FileText.TEMPLATE_STRING);
    assertThat(bundle.files().getLast().lineEnds()).isEqualTo(LineEnds.UNIX);
  }

  @Test
  void parameters_have_defaults_descriptions_and_checks() {
    Bundle bundle =
        Machine.bundle(
            machine.yaml(
                """
                bundles:
                  a:
                    parameters:
                      domain:
                      port: 8080
                      mode: {default: fast, description: how, values: [fast, 1], pattern: "[a-z1]+"}
                      token: {secret: true}
                """),
            "a");

    assertThat(bundle.parameters())
        .extracting(Parameter::name, Parameter::defaultValue, Parameter::secret)
        .containsExactly(
            tuple("domain", Optional.empty(), false),
            tuple("port", Optional.of(VariableValue.of("8080")), false),
            tuple("mode", Optional.of(VariableValue.of("fast")), false),
            tuple("token", Optional.empty(), true));
    Parameter mode = bundle.parameters().get(2);
    assertThat(mode.description()).contains("how");
    assertThat(mode.values()).containsExactly("fast", "1");
    assertThat(mode.pattern()).contains("[a-z1]+");
  }

  @Test
  void references_in_variables_parameters_and_environments_are_secrets_fetched_when_used() {
    machine.variables.put("DB", "tr0ub4dor");
    machine.write("site/token", "t0ken\n");

    Configuration configuration =
        machine.yaml(
            """
            variables: {db: "${env:DB}", none: "${env:NOT_SET}", plain: "$${env:X}"}
            bundles:
              a:
                parameters: {token: "${file:token}"}
                scripts: [{path: a.sh, environment: {P: "x-${env:DB}", Q: plain}}]
            """);

    VariableValue db = Objects.requireNonNull(configuration.variables().get("db"));
    assertThat(db).isInstanceOf(VariableValue.Hidden.class).hasToString("******");
    assertThat(db.reveal()).isEqualTo("tr0ub4dor");
    assertThat(configuration.variables()).containsEntry("plain", VariableValue.of("${env:X}"));
    Bundle bundle = Machine.bundle(configuration, "a");
    assertThat(bundle.parameters().getFirst().defaultValue().orElseThrow().reveal())
        .isEqualTo("t0ken");
    Map<String, VariableValue> environment = bundle.scripts().getFirst().environment();
    assertThat(environment).containsEntry("Q", VariableValue.of("plain"));
    assertThat(Objects.requireNonNull(environment.get("P")).reveal()).isEqualTo("x-tr0ub4dor");
  }

  @Test
  void mistakes_are_named_with_their_place() {
    assertThat(
            machine.yamlProblems(
                """
                bundles:
                  a:
                    steps: [{script: a.sh}]
                    files: [/a]
                  b:
                    steps:
                      - {script: a.sh, files: [/a]}
                      - {only: {os: debian}}
                      - {scrpt: a.sh}
                      - {script: {path: a.sh, run: twice}}
                    parameters: {x: {default: 1, pattern: "["}}
                """))
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).contains(":2:3: bundle 'a' has 'steps' besides 'files'"),
            text -> assertThat(text).contains(":7:9: bundle 'b': a step is several things at once"),
            text -> assertThat(text).contains(":8:9: bundle 'b': a step says nothing to do"),
            text -> assertThat(text).contains(":9:10: bundle 'b': a step: unknown key 'scrpt'"),
            text ->
                assertThat(text).contains(":10:36: bundle 'b': a script: run: there is no 'twice'"),
            text -> assertThat(text).contains(":11:43: bundle 'b': parameter 'x': pattern: '['"));
  }

  @Test
  void what_python_adds_to_a_bundle_with_steps_comes_after_them_and_the_rest_stays() {
    machine.write(
        "one/provision.yaml",
        "bundles: {a: {description: d, needs: [tz], steps: [{script: a.sh}, {files: [/f]}]}}");
    machine.write(
        "two/__init__.py",
        """
        def init(config):
            config.BUNDLEMAP['a'].scriptmap['/x'] = '/c/x.sh'
        """);

    Bundle bundle = Machine.bundle(machine.configuration("one", "two"), "a");

    assertThat(bundle.description()).contains("d");
    assertThat(bundle.needs()).containsExactly("tz");
    assertThat(bundle.steps())
        .extracting(BundleEntry::target)
        .containsExactly("/root/deploy/a.sh", "/f", "/x");
  }

  @Test
  void a_directory_says_what_is_sent_and_what_is_deleted() {
    Bundle bundle =
        Machine.bundle(
            machine.yaml(
                """
                bundles:
                  a:
                    steps:
                      - directory:
                          /srv/a: site/
                          /srv/b/: {delete: true, exclude: ["*.bak"], links: refuse, owner: app}
                        only: {os: debian}
                """),
            "a");

    SystemFilter debian = new SystemFilter(List.of("debian"), List.of());
    assertThat(bundle.steps())
        .containsExactly(
            new TreeEntry(
                "/srv/a", source("files/site"), List.of(), false, true, Optional.empty(), debian),
            new TreeEntry(
                "/srv/b",
                source("files/b"),
                List.of(new PathPattern("*.bak")),
                true,
                false,
                Optional.of("app"),
                debian));
  }

  @Test
  void conditions_that_name_nothing_are_refused_and_one_target_needs_no_list() {
    String steps =
        """
        bundles:
          a:
            steps:
              - {files: [/etc/a], only: {os: []}}
              - {files: [/etc/b], only: {}}
              - script: {path: a.sh, run: {if-changed: []}}
              - script: {path: b.sh, run: {if-changed: /etc/a}}
        """;
    machine.write("site/provision.yaml", steps);

    assertThat(machine.problems("site"))
        .hasSize(3)
        .anyMatch(text -> text.contains("only: os names nothing"))
        .anyMatch(text -> text.contains("only names no system"))
        .anyMatch(text -> text.contains("if-changed names no target"));
  }

  @Test
  void a_directory_is_read_with_modes_links_and_empty_directories_but_without_what_is_excluded()
      throws Exception {
    machine.write("site/files/site/a", "a");
    machine.write("site/files/site/b.bak", "b");
    machine.write("site/files/site/d/c", "c");
    Path site = machine.work.resolve("site/files/site");
    Files.createDirectory(site.resolve("empty"));
    Files.createSymbolicLink(site.resolve("link"), Path.of("a"));
    Files.setPosixFilePermissions(site.resolve("a"), PosixFilePermissions.fromString("rwx------"));

    List<DirectoryEntry> entries =
        new FileSources().tree(site.toString(), List.of(new PathPattern("*.bak")), true);

    assertThat(entries)
        .extracting(DirectoryEntry::path)
        .containsExactly(".", "a", "d", "d/c", "empty", "link");
    assertThat(((DirectoryEntry.File) entries.get(1)).mode()).isEqualTo(0700);
    assertThat(entries.getLast()).isEqualTo(new DirectoryEntry.Link("link", "a"));
    assertThatThrownBy(() -> new FileSources().tree(site.toString(), List.of(), false))
        .hasMessageStartingWith("link is a symbolic link; exclude it");
    assertThatThrownBy(() -> new FileSources().tree(site.resolve("a").toString(), List.of(), true))
        .hasMessage("is not a directory");
    new ProcessBuilder("mkfifo", site.resolve("pipe").toString()).start().waitFor();
    assertThatThrownBy(() -> new FileSources().tree(site.toString(), List.of(), true))
        .hasMessage("pipe is a socket, a pipe, or a device; exclude it");
  }
}
