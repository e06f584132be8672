package dev.provision.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.domain.ProblemsException;
import dev.provision.library.account.UserLogins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that others can change are not run, and fetch no secret.
final class UntrustedFilesTest {
  private static final int BOB = 12345;

  @TempDir private Path home;
  private Path site = Path.of("");

  @BeforeEach
  void make() throws IOException {
    site = Files.createDirectory(home.resolve("site"));
    mode(site, "rwxr-xr-x");
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private ProvisionBuilder builder() {
    return Provision.builder()
        .environment(Map.of("PATH", "/usr/bin:/bin"))
        .userHome(home)
        .workingDirectory(home)
        .provider("memory");
  }

  private void refused(String file, Path where, String hence) {
    assertThatThrownBy(() -> builder().configuration("site").open())
        .isInstanceOf(ProblemsException.class)
        .hasMessageStartingWith("site/" + file + ": " + hence + ", because " + where)
        .hasMessageContaining("is writable by everybody")
        .hasMessageEndingWith("run: chmod go-w " + where);
  }

  @Test
  void a_program_of_the_configuration_that_others_can_change_is_not_run() throws IOException {
    Path ran = home.resolve("ran");
    Path program = Files.writeString(site.resolve("__init__.py"), "open('" + ran + "', 'w')");
    mode(program, "rw-rw-rw-");
    refused("__init__.py", program, "it is not run");

    mode(program, "rw-r--r--");
    mode(site, "rwxrwxrwx");
    refused("__init__.py", site, "it is not run");
    assertThat(ran).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"${command:id}", "${file:key}", "${env:KEY}"})
  void a_configuration_that_fetches_secrets_must_not_be_others_to_change(String reference)
      throws IOException {
    Path yaml = Files.writeString(site.resolve("provision.yaml"), "secret-key: " + reference);
    mode(yaml, "rw-rw-rw-");

    refused("provision.yaml", yaml, "the configuration's references are not resolved");
  }

  @Test
  void one_that_only_says_where_a_secret_goes_must_not_be_either() throws IOException {
    Path other = Files.createDirectories(home.resolve("other"));
    Files.writeString(other.resolve("provision.yaml"), "secret-key: ${env:KEY}\n");
    Path yaml = Files.writeString(site.resolve("provision.yaml"), "provider: local\n");
    mode(yaml, "rw-rw-rw-");

    for (List<String> order : List.of(List.of("other", "site"), List.of("site", "other"))) {
      assertThatThrownBy(
              () ->
                  builder()
                      .configuration(order.getFirst())
                      .configuration(order.getLast())
                      .open()
                      .close())
          .hasMessageContaining("the configuration's references are not resolved")
          .hasMessageContaining("chmod go-w " + yaml);
    }
  }

  @Test
  void modules_of_a_configuration_that_others_can_change_are_not_run() throws IOException {
    Files.writeString(
        site.resolve("__init__.py"), "from . import more\ndef init(config):\n    pass\n");
    Path module = Files.writeString(site.resolve("more.py"), "open('ran', 'w')\n");
    mode(module, "rw-rw-rw-");

    assertThatThrownBy(() -> builder().configuration("site").open().close())
        .hasMessageContaining(module + " is writable by others, so it is not run");
  }

  @Test
  void modules_that_the_group_of_their_owners_name_can_change_are_run_and_no_other()
      throws IOException {
    int self = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    assumeTrue(self == 0, "only root can give files away");
    Files.writeString(
        site.resolve("__init__.py"), "from . import more\ndef init(config):\n    pass\n");
    Path module = Files.writeString(site.resolve("more.py"), "");
    Files.setAttribute(module, "unix:uid", BOB);
    Files.setAttribute(module, "unix:gid", BOB);
    mode(module, "rw-rw-r--");
    ProvisionBuilder builder =
        builder()
            .environment(Map.of("PATH", "/usr/bin:/bin", "SUDO_UID", "" + BOB))
            .configuration("site");
    builder.open().close();

    Files.setAttribute(module, "unix:gid", 0);
    assertThatThrownBy(() -> builder.open().close())
        .hasMessageContaining(module + " is writable by others, so it is not run");
  }

  @Test
  void a_configuration_is_never_taken_from_pythons_cache() throws IOException {
    Files.writeString(site.resolve("__init__.py"), "from . import more\ninit = more.init\n");
    Path module = site.resolve("more.py");
    Files.writeString(module, "def init(config):\n    config.DEFAULT_NAME_PREFIX = 'evil-'\n");
    FileTime time = Files.getLastModifiedTime(module);
    run("env", "PATH=/usr/bin:/bin", "python3", "-m", "py_compile", module.toString());
    Files.writeString(module, "def init(config):\n    config.DEFAULT_NAME_PREFIX = 'good-'\n");
    Files.setLastModifiedTime(module, time);

    try (Provision provision = builder().configuration("site").open()) {
      assertThat(provision.configuration().namePrefix()).isEqualTo("good-");
    }
  }

  private static void run(String... command) throws IOException {
    try {
      assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name-prefix: team-",
        "secret-key: written-out",
        "providers: {lab: {type: memory, endpoint: 'https://evil.example'}}"
      })
  void one_that_refers_to_nothing_must_not_be_either(String text) throws IOException {
    Path yaml = Files.writeString(site.resolve("provision.yaml"), text);
    mode(yaml, "rw-rw-rw-");

    refused("provision.yaml", yaml, "it is ignored");
  }

  @Test
  void an_ssh_configuration_that_others_can_change_is_not_used() throws IOException {
    Files.writeString(site.resolve("provision.yaml"), "ssh-config: ./cfg\n");
    Path config = Files.writeString(site.resolve("cfg"), "");
    mode(config, "rw-rw-rw-");

    assertThatThrownBy(
            () ->
                new UserLogins(builder().settings())
                    .sshConfigurations(Optional.of(config.toString())))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining(", because " + config + " is writable by everybody")
        .hasMessageEndingWith("run: chmod go-w " + config);
  }

  @Test
  void a_configuration_is_not_run_where_others_can_put_modules() throws IOException {
    Path program = Files.writeString(site.resolve("__init__.py"), "def init(config):\n    pass\n");
    mode(program, "rw-r--r--");
    Path modules = Files.createDirectory(home.resolve("modules"));
    mode(modules, "rwxrwxrwx");

    assertThatThrownBy(
            () ->
                builder()
                    .environment(Map.of("PATH", "/usr/bin:/bin", "PYTHONPATH", "x:" + modules))
                    .configuration("site")
                    .open()
                    .close())
        .hasMessageContaining("it is not run with this PYTHONPATH, because " + modules);
  }

  @Test
  void jars_in_a_directory_that_others_can_change_are_left_out() throws IOException {
    Path providers = Files.createDirectories(home.resolve(".provision/providers"));
    Files.writeString(providers.resolve("acme.jar"), "no JAR");
    mode(providers, "rwxrwxrwx");

    try (Provision provision = builder().open()) {
      assertThat(provision.providers()).isNotEmpty();
      assertThat(provision.warnings())
          .singleElement()
          .asString()
          .contains("acme.jar): " + providers + " is writable by everybody")
          .endsWith("; run: chmod go-w " + providers);
    }
  }

  /// Whoever opens a pipe that nobody fills waits for ever.
  @Test
  void pipes_are_left_out_and_refused_at_once() throws Exception {
    Path providers = Files.createDirectories(home.resolve(".provision/providers"));
    pipe(providers.resolve("acme.jar"));
    try (Provision provision = builder().open()) {
      assertThat(provision.providers()).isNotEmpty();
      assertThat(provision.warnings())
          .singleElement()
          .asString()
          .contains("acme.jar is not a regular file");
    }

    pipe(Files.createDirectories(home.resolve(".provision/secrets")).resolve("__init__.py"));
    assertThatThrownBy(() -> builder().open().close())
        .hasMessageContaining("__init__.py: is not a regular file");
  }

  private static void pipe(Path path) throws Exception {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
  }
}
