package dev.provision.library.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.domain.ProblemsException;
import dev.provision.ports.cloud.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateDirectoryTest {
  @TempDir Path home;

  @Test
  void of_runs_that_want_the_same_name_at_the_same_moment_one_gets_it()
      throws InterruptedException {
    StateDirectory state = new StateDirectory(home, Map.of());
    Callable<Optional<Path>> call = () -> state.createRun("web1");

    List<Future<Optional<Path>>> made;
    try (var threads = Executors.newFixedThreadPool(16)) {
      made = threads.invokeAll(Collections.nCopies(300, call));
    }

    assertThat(made.stream().map(Future::resultNow).filter(Optional::isPresent)).hasSize(1);
  }

  @Test
  void directories_and_files_are_their_owners_alone_even_those_that_were_not() throws IOException {
    Path root = Files.createDirectories(home.resolve("state"));
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
    StateDirectory state = new StateDirectory(home, Map.of());

    Path own = state.preparedForProvider("lab");
    Path run = state.createRun("run").orElseThrow();
    Path node = state.createWithin(run.resolve("nodes/web1"));
    Path file = StateDirectory.createFile(node.resolve("journal.jsonl"));

    for (Path directory :
        List.of(root, root.resolve("providers"), own, run, node.resolveSibling(""), node)) {
      assertThat(mode(directory)).as(directory.toString()).isEqualTo("rwx------");
    }
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void what_is_only_read_is_closed_to_others_too() throws IOException {
    Path keys = Files.createDirectories(home.resolve("state/providers/lab/host-keys"));
    Path runs = Files.createDirectories(home.resolve("state/runs"));
    Path providers = home.resolve("state/providers");
    List<Path> all = List.of(home.resolve("state"), providers, keys.resolveSibling(""), keys, runs);
    for (Path directory : all) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    StateDirectory state = new StateDirectory(home, Map.of());

    assertThat(state.hostKeys("lab").of(new NodeId("4711"))).isEmpty();
    assertThat(state.runs()).isDirectory();

    for (Path directory : all) {
      assertThat(mode(directory)).as(directory.toString()).isEqualTo("rwx------");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state",
        "state/known_hosts",
        "state/providers",
        "state/providers/lab",
        "state/providers/lab/host-keys",
        "state/runs"
      })
  void what_belongs_to_another_user_is_not_believed(String name) throws IOException {
    assumeTrue(isRoot(), "only root can give files away");
    Path path = home.resolve(name);
    Files.createDirectories(path);
    Files.setAttribute(path, "unix:uid", 12345);

    assertThatThrownBy(() -> use(new StateDirectory(home, Map.of())))
        .isInstanceOf(ProblemsException.class)
        .hasMessageStartingWith(path + ": is ignored, because it belongs to 12345")
        .hasMessageEndingWith("run: sudo chown -h \"$(id -u)\" " + path);
    use(new StateDirectory(home, Map.of("SUDO_UID", "12345")));
  }

  private static void use(StateDirectory state) {
    assertThat(state.hostKeys("lab").of(new NodeId("4711"))).isEmpty();
    assertThat(state.runs()).isNotNull();
  }

  @Test
  void known_hosts_that_others_can_change_are_not_believed() throws IOException {
    Path own = new StateDirectory(home, Map.of()).preparedForProvider("lab");
    for (Path file : List.of(own.resolve("known_hosts"), home.resolve("state/known_hosts"))) {
      Files.writeString(file, "");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
      assertThatThrownBy(() -> new StateDirectory(home, Map.of()).preparedForProvider("lab"))
          .hasMessageContaining("is writable by everybody (mode 0666)")
          .hasMessageEndingWith("run: chmod go-w " + file);
    }
  }

  @Test
  void what_is_no_directory_is_the_users_to_put_right() throws Exception {
    Path file = Files.writeString(home.resolve("state"), "");
    assertThatThrownBy(() -> use(new StateDirectory(home, Map.of())))
        .isInstanceOf(ProblemsException.class)
        .hasMessageStartingWith(file + ": is not a directory");

    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> new StateDirectory(home, Map.of()).check())
        .isInstanceOf(ProblemsException.class)
        .hasMessageStartingWith(file + ": is not a directory");
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }
}
