package dev.provision.library.configuration.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.library.configuration.machine.ProcessRunner.Command;
import dev.provision.library.configuration.machine.ProcessRunner.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProcessesTest {
  @TempDir Path directory;

  private Command shell(String script, String input, Duration limit) {
    return new Command(
        List.of("/bin/sh", "-c", script),
        Map.of("PATH", "/usr/bin:/bin", "GIVEN", "v"),
        directory,
        input,
        limit,
        1 << 20);
  }

  private Ended run(String script, String input) throws Exception {
    return new LocalProcesses().run(shell(script, input, Duration.ofMinutes(1)));
  }

  @Test
  void a_program_gets_its_input_its_variables_and_its_directory() throws Exception {
    Ended ended = run("cat; printf '%s' \"$GIVEN\"; pwd -P; echo e >&2; exit 3", "in\u00fc-");

    assertThat(ended.output()).isEqualTo("in\u00fc-v" + directory.toRealPath() + "\n");
    assertThat(ended.errors()).isEqualTo("e\n");
    assertThat(ended.status()).isEqualTo(3);
  }

  @Test
  void large_input_and_output_do_not_block_each_other() throws Exception {
    String large = "0123456789".repeat(100_000);

    assertThat(run("cat; head -c 500000 /dev/zero >&2", large).output()).isEqualTo(large);
  }

  @Test
  void a_program_need_not_read_its_input() throws Exception {
    assertThat(run("exit 4", "0123456789".repeat(100_000)).status()).isEqualTo(4);
  }

  @Test
  void what_a_program_leaves_running_does_not_hold_it_up() throws Exception {
    Ended ended = run("sleep 300 >/dev/null & echo $!", "");

    boolean stopped =
        ProcessHandle.of(Long.parseLong(ended.output().strip())).orElseThrow().destroy();
    assertThat(stopped).isTrue();
    assertThat(ended.status()).isZero();
  }

  @Test
  void a_program_that_takes_too_long_is_ended_with_its_children() {
    AtomicReference<String> pids = new AtomicReference<>("");
    Path file = directory.resolve("pids");
    assertThatThrownBy(
            () ->
                new LocalProcesses()
                    .run(
                        shell(
                            "sleep 300 & echo $$ $! > " + file + "; wait",
                            "",
                            Duration.ofSeconds(2))))
        .isInstanceOf(TimeoutException.class);

    assertThat(file).exists().content().satisfies(pids::set);
    Pattern.compile(" ")
        .splitAsStream(pids.get().strip())
        .forEach(pid -> awaitEnd(Long.parseLong(pid)));
  }

  private static void awaitEnd(long pid) {
    ProcessHandle.of(pid)
        .ifPresent(process -> assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(20)));
  }

  @Test
  void an_interrupted_caller_leaves_nothing_running() throws Exception {
    Path file = directory.resolve("pid");
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    new LocalProcesses()
                        .run(
                            shell(
                                "echo $$ > pid.new; mv pid.new pid; exec sleep 300",
                                "",
                                Duration.ofMinutes(1)));
                  } catch (IOException | TimeoutException | InterruptedException e) {
                    thrown.set(e);
                  }
                });
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!file.toFile().exists() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }

    caller.interrupt();
    caller.join();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    awaitEnd(Long.parseLong(Files.readString(file).strip()));
  }

  @Test
  void a_program_that_is_not_there_cannot_be_started() {
    Command command =
        new Command(List.of("/no/such"), Map.of(), directory, "", Duration.ofSeconds(1), 9);

    assertThatThrownBy(() -> new LocalProcesses().run(command)).isInstanceOf(IOException.class);
  }

  @Test
  void a_program_that_prints_too_much_is_ended() {
    assertThatThrownBy(() -> run("yes | cat", ""))
        .isInstanceOf(IOException.class)
        .hasMessage("its output is longer than 1048576 bytes");
  }

  @Test
  void of_much_that_it_says_besides_the_beginning_is_kept() throws Exception {
    Ended ended = run("yes | head -c 3000000 >&2; echo done", "");

    assertThat(ended.output()).isEqualTo("done\n");
    assertThat(ended.errors()).hasSize(1 << 20);
  }
}
