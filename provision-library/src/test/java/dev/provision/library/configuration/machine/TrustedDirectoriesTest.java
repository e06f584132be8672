package dev.provision.library.configuration.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.library.configuration.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What in a configuration directory reaches root on nodes, and others could change.
final class TrustedDirectoriesTest {
  private static final int BOB = 12345;

  @TempDir Path temporary;
  private Path site = Path.of("");
  private Machine machine;

  @BeforeEach
  void make() throws IOException {
    machine = new Machine(temporary);
    machine.write("site/provision.yaml", "{}");
    site = machine.work.resolve("site");
    for (String name : List.of("scripts", "files", "pubkeys")) {
      mode(Files.createDirectory(site.resolve(name)), "rwxr-xr-x");
    }
    for (Path directory : List.of(temporary, machine.work, site)) {
      mode(directory, "rwxr-xr-x");
    }
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private FileSources sources() {
    return new FileSources(List.of(site), Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"scripts", "files"})
  void what_lies_in_a_directory_that_everybody_can_change_is_refused_once(String name)
      throws IOException {
    Path directory = site.resolve(name);
    String first = machine.write(directory.resolve("a"), "").toString();
    String second = machine.write(directory.resolve("b"), "").toString();
    mode(directory, "rwxrwxrwx");
    FileSources sources = sources();

    assertThatThrownBy(() -> sources.find(first))
        .hasMessage(
            "is ignored, because "
                + directory
                + " is writable by everybody (mode 0777); run: chmod go-w "
                + directory);
    // The same command mends it.
    assertThat(sources.find(second).mode()).isEqualTo(0600);
  }

  @Test
  void the_sticky_bit_keeps_nobody_from_adding_a_key_or_a_file() throws IOException {
    String file = machine.write(site.resolve("files/a"), "").toString();
    Files.setAttribute(site.resolve("files"), "unix:mode", 01777);

    assertThatThrownBy(() -> sources().find(file)).hasMessageContaining("(mode 1777)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"scripts/a", "scripts/below/a", "files/a"})
  void a_file_that_everybody_can_change_is_refused(String name) throws IOException {
    String good = machine.write(site.resolve(name + "-good"), "").toString();
    Path file = machine.write(site.resolve(name), "");
    mode(file, "rw-rw-rw-");
    FileSources sources = sources();
    sources.find(good);

    assertThatThrownBy(() -> sources.find(file.toString()))
        .hasMessageEndingWith("run: chmod go-w " + file);
  }

  @Test
  void a_link_to_what_others_can_change_is_refused() throws IOException {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Path target = machine.write(elsewhere.resolve("a"), "");
    mode(elsewhere, "rwxrwxrwx");
    Path link = Files.createSymbolicLink(site.resolve("scripts/a"), target);

    assertThatThrownBy(() -> sources().find(link.toString()))
        .hasMessageEndingWith("run: chmod go-w " + elsewhere);
    // What the user names by its path is his own choice.
    assertThat(sources().find(target.toString()).mode()).isEqualTo(0600);
  }

  @Test
  void public_keys_that_others_can_add_or_change_let_nobody_in() throws IOException {
    Path key = machine.write("site/pubkeys/alice.pub", Machine.ALICE + "\n");
    assertThat(machine.problems("site")).isEmpty();

    mode(key, "rw-rw-rw-");
    assertThat(machine.problems("site"))
        .containsExactly(
            "site/pubkeys/alice.pub: is ignored, because "
                + key
                + " is writable by everybody (mode 0666); run: chmod go-w "
                + key);
    mode(key, "rw-r--r--");
    mode(site.resolve("pubkeys"), "rwxrwxrwx");
    assertThat(machine.problems("site"))
        .singleElement()
        .asString()
        .endsWith("run: chmod go-w " + site.resolve("pubkeys"));
  }

  @Test
  void the_owner_of_the_configuration_is_trusted_with_its_files_and_nobody_else()
      throws IOException {
    assumeTrue(Files.getAttribute(site, "unix:uid").equals(0), "only root can give files away");
    Path file = machine.write("site/scripts/a", "");
    Files.setAttribute(file, "unix:uid", BOB);

    assertThatThrownBy(() -> sources().find(file.toString()))
        .hasMessageContaining("who can change it")
        .hasMessageEndingWith("run: sudo chown -h \"$(id -u)\" " + file);
    Files.setAttribute(site, "unix:uid", BOB);
    assertThat(sources().find(file.toString()).mode()).isEqualTo(0600);
  }

  @Test
  void a_group_called_like_the_owner_is_his_own() throws IOException {
    assumeTrue(Files.getAttribute(site, "unix:gid").equals(0), "the group must be root's");
    Path file = machine.write("site/scripts/a", "");
    mode(site.resolve("scripts"), "rwxrwxr-x");
    mode(file, "rw-rw-r--");
    assertThat(sources().find(file.toString()).mode()).isEqualTo(0664);

    Files.setAttribute(file, "unix:gid", BOB);
    assertThatThrownBy(() -> sources().find(file.toString())).hasMessageContaining("its group");
  }
}
