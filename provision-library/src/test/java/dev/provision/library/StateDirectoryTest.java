package dev.provision.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
  @TempDir Path home;

  @Test
  void deployments_of_the_same_name_at_the_same_moment_get_directories_of_their_own()
      throws InterruptedException {
    StateDirectory state = new StateDirectory(home);
    Callable<Path> call = () -> state.createDeployment("web1");

    List<Future<Path>> made;
    try (var threads = Executors.newFixedThreadPool(16)) {
      made = threads.invokeAll(Collections.nCopies(300, call));
    }

    assertThat(made.stream().map(Future::resultNow)).doesNotHaveDuplicates();
  }

  @Test
  void directories_and_files_are_their_owners_alone_even_those_that_were_not() throws IOException {
    Path root = Files.createDirectories(home.resolve("state"));
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
    StateDirectory state = new StateDirectory(home);

    Path own = state.preparedForProvider("lab");
    Path deployment = state.createDeployment("web1");
    Path file = StateDirectory.createFile(deployment.resolve("journal.jsonl"));

    for (Path directory : List.of(root, root.resolve("providers"), own, deployment)) {
      assertThat(mode(directory)).as(directory.toString()).isEqualTo("rwx------");
    }
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
