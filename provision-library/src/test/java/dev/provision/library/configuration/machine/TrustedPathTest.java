package dev.provision.library.configuration.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.library.configuration.machine.TrustedPath.Flaw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrustedPathTest {
  private static final int BOB = 12345;

  @TempDir private Path temporary;
  private Path directory = Path.of("");
  private Path file = Path.of("");

  /// Whatever the tests' umask: nobody else can change anything.
  @BeforeEach
  void make() throws IOException {
    directory = Files.createDirectory(temporary.resolve("site"));
    file = Files.writeString(directory.resolve("provision.yaml"), "");
    mode(directory, "rwxr-xr-x");
    mode(file, "rw-r--r--");
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static Optional<Flaw> flaw(Path path) {
    return TrustedPath.of(path, Map.of()).flaw();
  }

  private static void assertFlaw(Path path, Path where, String why, String cure) {
    assertThat(flaw(path))
        .hasValueSatisfying(
            flaw -> {
              assertThat(flaw.where()).isEqualTo(where);
              assertThat(flaw.why()).contains(why);
              assertThat(flaw.cure()).isEqualTo(cure);
            });
  }

  @Test
  void a_file_of_this_users_below_a_sticky_directory_is_trusted() {
    assertThat(flaw(file)).isEmpty();
    assertThat(flaw(directory.resolve("not-there"))).isEmpty();
  }

  @Test
  void a_file_that_everybody_can_change_is_not() throws IOException {
    mode(file, "rw-rw-rw-");

    assertFlaw(file, file, "is writable by everybody (mode 0666)", "chmod go-w " + file);
  }

  @Test
  void nor_is_one_in_a_directory_or_below_one_that_everybody_can_change() throws IOException {
    Path deep = Files.createDirectory(directory.resolve("deep"));
    mode(deep, "rwxr-xr-x");
    Path below = Files.writeString(deep.resolve("provision.yaml"), "");
    mode(below, "rw-r--r--");
    mode(directory, "rwxrwxrwx");

    assertFlaw(file, directory, "(mode 0777)", "chmod go-w " + directory);
    assertFlaw(below, directory, "(mode 0777)", "chmod go-w " + directory);
  }

  @Test
  void a_sticky_directory_will_do_above_the_files_own_only() throws IOException {
    Path deep = Files.createDirectory(directory.resolve("deep"));
    mode(deep, "rwxr-xr-x");
    Path below = Files.writeString(deep.resolve("provision.yaml"), "");
    mode(below, "rw-r--r--");
    Files.setAttribute(directory, "unix:mode", 01777);

    assertThat(flaw(below)).isEmpty();
    assertFlaw(file, directory, "(mode 1777)", "chmod go-w " + directory);
  }

  @Test
  void links_on_the_way_are_followed() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), Path.of("other/../site"));
    Files.createDirectory(temporary.resolve("other"));
    assertThat(flaw(link.resolve("provision.yaml"))).isEmpty();
    mode(directory, "rwxrwxrwx");

    assertFlaw(link.resolve("provision.yaml"), directory, "everybody", "chmod go-w " + directory);
  }

  @Test
  void a_circle_of_links_is_no_flaw_and_no_endless_work() throws IOException {
    Path one = Files.createSymbolicLink(temporary.resolve("one"), temporary.resolve("two"));
    Files.createSymbolicLink(temporary.resolve("two"), one);

    assertThat(flaw(one.resolve("provision.yaml"))).isEmpty();
  }

  @Test
  void what_belongs_to_somebody_else_is_not_trusted_be_it_a_link() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), directory);
    own(link);

    assertFlaw(
        link.resolve("provision.yaml"), link, "belongs to", "sudo chown -h \"$(id -u)\" " + link);
    own(directory);
    assertFlaw(file, directory, "belongs to", "sudo chown -h \"$(id -u)\" " + directory);
    assertThat(TrustedPath.of(file, Map.of("SUDO_UID", "" + BOB)).flaw()).isEmpty();
  }

  @Test
  void the_group_of_the_owners_own_name_may_write_and_no_other() throws IOException {
    mode(file, "rw-rw-r--");
    boolean own =
        Files.readAttributes(file, java.nio.file.attribute.PosixFileAttributes.class)
            .group()
            .getName()
            .equals(Files.getOwner(file).getName());
    assertThat(flaw(file).isEmpty()).isEqualTo(own);
    assumeRoot();
    Files.setAttribute(file, "unix:gid", BOB);

    assertFlaw(file, file, "is writable by its group (mode 0664)", "chmod go-w " + file);
  }

  private static void own(Path path) throws IOException {
    assumeRoot();
    Files.setAttribute(path, "unix:uid", BOB, LinkOption.NOFOLLOW_LINKS);
  }

  private static void assumeRoot() throws IOException {
    int self = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    assumeTrue(self == 0, "only root can give files away");
  }
}
