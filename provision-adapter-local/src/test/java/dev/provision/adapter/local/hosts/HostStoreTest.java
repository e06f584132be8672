package dev.provision.adapter.local.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostStoreTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final int PROGRAMS = 3;
  private static final int EACH = 20;

  @TempDir Path directory;

  /// The program that is started several times at once: takes hosts as soon as the file `go` is
  /// there.
  static final class Taker {
    private Taker() {}

    /// Takes its hosts.
    ///
    /// @param args the store's directory, and the program's name
    public static void main(String[] args) throws Exception {
      Path state = Path.of(args[0]);
      Files.createFile(state.resolve(args[1] + ".is-up"));
      while (!Files.exists(state.resolve("go"))) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < EACH; i++) {
        HostStoreTest.take(state, args[1] + "-" + i);
      }
    }
  }

  /// The first free one of endless hosts.
  private static HostStore.Entry take(Path state, String name) throws Exception {
    return new HostStore(state, new Random())
        .take(
            HostsCloudTest.request(name, "token of " + name, Optional.empty()),
            NOW,
            taken -> {
              int host = 1;
              List<String> used = taken.stream().map(entry -> entry.host().host()).toList();
              while (used.contains("h" + host)) {
                host++;
              }
              return InventoryHost.parse("h" + host);
            });
  }

  @Test
  void what_was_taken_is_read_as_it_was_by_the_next_program() throws Exception {
    HostStore.Entry entry =
        new HostStore(directory.resolve("new/state"), new Random(1))
            .take(
                HostsCloudTest.request(
                    "web1", "a = token : with # signs\nand lines", Optional.empty()),
                NOW,
                _ -> InventoryHost.parse("rack/7=me@[2001:db8::1]:2222"));

    assertThat(new HostStore(directory.resolve("new/state"), new Random(1)).entries())
        .containsExactly(entry);
    assertThat(entry.id()).startsWith("web1-");
    assertThat(entry.takenAt()).isEqualTo(NOW);
  }

  @Test
  void threads_never_take_the_same_host() throws Exception {
    List<Callable<HostStore.Entry>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String name = "n" + i;
      calls.add(() -> take(directory, name));
    }

    List<Future<HostStore.Entry>> taken;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      taken = threads.invokeAll(calls);
    }

    assertThat(taken.stream().map(future -> future.resultNow().host().host()))
        .doesNotHaveDuplicates();
    assertThat(new HostStore(directory, new Random()).entries()).hasSize(20);
  }

  @Test
  void programs_never_take_the_same_host() throws Exception {
    List<Process> programs = new ArrayList<>();
    try {
      for (int i = 0; i < PROGRAMS; i++) {
        programs.add(start("p" + i));
      }
      awaitAll(programs);
      Files.createFile(directory.resolve("go"));
      for (Process program : programs) {
        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).as(Files.readString(directory.resolve("log"))).isZero();
      }
    } finally {
      programs.forEach(Process::destroyForcibly);
    }

    assertThat(new HostStore(directory, new Random()).entries())
        .hasSize(PROGRAMS * EACH)
        .extracting(entry -> entry.host().host())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "name=web1\n", "\u00ff\u00fe\u0000"})
  void a_damaged_record_keeps_its_node_and_its_host_and_hides_no_other(String text)
      throws Exception {
    HostStore.Entry entry = take(directory, "web1");
    try (var files = Files.newDirectoryStream(directory, "*.properties")) {
      for (Path file : files) {
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
      }
    }

    HostStore.Entry other = take(directory, "web2");

    assertThat(new HostStore(directory, new Random()).entries()).hasSize(2).contains(other);
    HostStore.Entry read = new HostStore(directory, new Random()).find(entry.id()).orElseThrow();
    assertThat(read.name()).isEqualTo("web1");
    assertThat(read.host()).isEqualTo(entry.host());
    new HostStore(directory, new Random()).release(entry.id());
    assertThat(new HostStore(directory, new Random()).entries()).containsExactly(other);
  }

  @Test
  void a_copy_of_another_record_gives_nobody_the_same_host() throws Exception {
    HostStore.Entry entry = take(directory, "web1");
    HostStore.Entry other = take(directory, "web2");
    Path copied = only("web1");
    Files.copy(only("web2"), copied, StandardCopyOption.REPLACE_EXISTING);

    List<HostStore.Entry> entries = new HostStore(directory, new Random()).entries();

    assertThat(entries)
        .extracting(HostStore.Entry::name, HostStore.Entry::host)
        .containsExactlyInAnyOrder(tuple("web1", entry.host()), tuple("web2", other.host()));
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_pipe_in_place_of_a_record_keeps_nobody_waiting() throws Exception {
    HostStore.Entry entry = take(directory, "web1");
    Path file = only("web1");
    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();

    assertThat(new HostStore(directory, new Random()).entries())
        .singleElement()
        .satisfies(read -> assertThat(read.host()).isEqualTo(entry.host()));
  }

  private Path only(String name) throws IOException {
    try (var files = Files.newDirectoryStream(directory, name + "-*.properties")) {
      return files.iterator().next();
    }
  }

  @Test
  void a_damaged_record_is_named_with_the_way_out() throws Exception {
    take(directory, "web1");
    Path file = Files.writeString(directory.resolve("web2-00000000.properties"), "name=web2\n");

    assertThatThrownBy(() -> new HostStore(directory, new Random()).entries())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("no token")
        .hasMessageContaining("delete it");
  }

  @Test
  void a_record_that_was_never_finished_does_not_count() throws Exception {
    Files.writeString(directory.resolve("web2-00000000.new"), "name=we");

    assertThat(new HostStore(directory, new Random()).entries()).isEmpty();
  }

  private Process start(String name) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Taker.class.getName(),
            directory.toString(),
            name)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
        .start();
  }

  private void awaitAll(List<Process> programs) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    for (int i = 0; i < programs.size(); i++) {
      while (!Files.exists(directory.resolve("p" + i + ".is-up"))) {
        assertThat(programs.get(i).isAlive() && System.nanoTime() < deadline)
            .as(Files.readString(directory.resolve("log")))
            .isTrue();
        Thread.onSpinWait();
      }
    }
  }
}
