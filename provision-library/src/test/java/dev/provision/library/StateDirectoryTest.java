package dev.provision.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}
