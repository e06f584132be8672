package dev.provision.library.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that options of accounts name.
final class OptionFilesTest {
  @TempDir private Path home;

  private Optional<String> flaw(Path file) {
    return new OptionFiles(home, Map.of()).flaw("key-file", file.toString()).map(Problem::toString);
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  @Test
  void one_that_others_can_change_is_refused() throws IOException {
    Path file = Files.writeString(home.resolve("key.json"), "{}");
    mode(home, "rwx------");
    mode(file, "rw-------");
    assertThat(flaw(file)).isEmpty();

    mode(file, "rw-rw-rw-");
    assertThat(flaw(file))
        .contains(
            "key-file: ignoring %s, because %s is writable by everybody (mode 0666); run: chmod go-w %s"
                .formatted(file, file, file));

    mode(file, "rw-r--r--");
    mode(home, "rwxrwxrwx");
    assertThat(flaw(file))
        .hasValueSatisfying(text -> assertThat(text).contains("chmod go-w " + home));
  }

  @Test
  void pipes_and_devices_are_refused_at_once() throws Exception {
    Path pipe = home.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThat(flaw(pipe))
        .contains("key-file: " + pipe + " is a pipe or a device; name a regular file");
    assertThat(flaw(Path.of("/dev/zero"))).isPresent();
  }

  @Test
  void what_is_not_there_and_devnull_are_the_providers_to_judge() {
    assertThat(flaw(home.resolve("missing"))).isEmpty();
    assertThat(flaw(Path.of("/dev/null"))).isEmpty();
  }
}
