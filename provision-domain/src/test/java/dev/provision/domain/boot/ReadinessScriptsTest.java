package dev.provision.domain.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The scripts that wait, run here with a cloud-init and locks of the test's own.
@Timeout(120)
class ReadinessScriptsTest {
  @TempDir private Path directory;

  private Process start(String script, Map<String, String> environment) throws Exception {
    Path file = directory.resolve(script);
    try (var in = Objects.requireNonNull(Readiness.class.getResourceAsStream(script))) {
      Files.write(file, in.readAllBytes());
    }
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", file.toString());
    builder.environment().putAll(environment);
    builder.environment().merge("PATH", directory.toString(), (path, own) -> own + ":" + path);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return builder.start();
  }

  private String end(Process process) throws Exception {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /// Stands for cloud-init: says what the file `said` holds, with the status in `exit`.
  private Path cloudInit() throws IOException {
    Path program = directory.resolve("cloud-init");
    Files.writeString(
        program,
        "#!/bin/sh\ntouch '%1$s/asked'\ncat '%1$s/said'\nexit \"$(cat '%1$s/exit')\"\n"
            .formatted(directory));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Files.createDirectory(directory.resolve("run"));
  }

  private void says(String words, int exit) throws IOException {
    Files.writeString(directory.resolve("exit"), exit + "\n");
    Files.writeString(directory.resolve("said.new"), words);
    Files.move(
        directory.resolve("said.new"), directory.resolve("said"), StandardCopyOption.ATOMIC_MOVE);
  }

  private Map<String, String> run() {
    return Map.of("RUN", directory.resolve("run").toString());
  }

  @Test
  void without_cloud_init_or_where_nobody_started_it_there_is_nothing_to_wait_for()
      throws Exception {
    Files.createDirectory(directory.resolve("run"));
    Process without = start("cloud-init.sh", run());
    assertThat(end(without)).isEmpty();
    assertThat(without.exitValue()).isZero();

    Files.delete(directory.resolve("run"));
    Files.delete(cloudInit());
    says("status: not run\n", 0);
    Process idle = start("cloud-init.sh", run());
    assertThat(end(idle)).isEmpty();
    assertThat(directory.resolve("asked")).doesNotExist();
  }

  @Test
  void cloud_init_is_waited_for_and_what_it_got_over_is_no_failure() throws Exception {
    cloudInit();
    says("status: running\nextended_status: running\n", 0);
    Process waiting = start("cloud-init.sh", run());
    assertThat(line(waiting)).isEqualTo("cloud-init: running");

    says("status: done\nextended_status: degraded done\n", 2);

    assertThat(end(waiting)).isEmpty();
    assertThat(waiting.exitValue()).isZero();
    assertThat(directory.resolve("cloud-init.sh")).doesNotExist();
  }

  @Test
  void an_error_counts_when_cloud_init_is_done_and_no_sooner() throws Exception {
    Path run = cloudInit();
    says("status: error\ndetail: no package\n", 1);
    Process waiting = start("cloud-init.sh", run());
    assertThat(line(waiting)).isEqualTo("cloud-init: error");

    Files.createFile(run.resolve("result.json"));

    assertThat(end(waiting)).isEqualTo("status: error\ndetail: no package\n");
    assertThat(waiting.exitValue()).isEqualTo(3);
  }

  @Test
  void a_lock_is_waited_for_and_its_holder_is_named() throws Exception {
    Path lock = Files.createFile(directory.resolve("lock-frontend"));
    Path free = Files.createFile(directory.resolve("lock"));
    Map<String, String> environment = Map.of("LOCKS", free + " " + lock, "PIDS", "");
    Process holder = holder(lock);
    Process waiting = start("package-locks.sh", environment);
    assertThat(line(waiting)).matches(lock + " is held by python3[.0-9]*, process " + holder.pid());

    holder.getOutputStream().close();

    assertThat(end(waiting)).isEmpty();
    assertThat(waiting.exitValue()).isZero();
    assertThat(end(start("package-locks.sh", environment))).isEmpty();
  }

  /// Holds a lock of the kind that dpkg takes, until its input ends.
  private static Process holder(Path lock) throws IOException {
    Process holder =
        new ProcessBuilder(
                "python3",
                "-c",
                "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.lockf(f, fcntl.LOCK_EX);"
                    + " print('held', flush=True); sys.stdin.read()",
                lock.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(line(holder)).isEqualTo("held");
    return holder;
  }

  @Test
  void a_process_id_in_a_file_counts_while_that_process_lives() throws Exception {
    Path file = directory.resolve("zypp.pid");
    Process other = new ProcessBuilder("cat").start();
    Files.writeString(file, other.pid() + "\n");
    Map<String, String> environment =
        Map.of("LOCKS", directory.resolve("absent").toString(), "PIDS", file.toString());
    Process waiting = start("package-locks.sh", environment);
    assertThat(line(waiting)).isEqualTo(file + " is held by cat, process " + other.pid());

    other.getOutputStream().close();

    assertThat(end(waiting)).isEmpty();
    Files.writeString(file, "");
    assertThat(end(start("package-locks.sh", environment))).isEmpty();
  }

  /// The next line, and nothing behind it.
  private static String line(Process process) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int one = process.getInputStream().read(); one != '\n' && one >= 0; ) {
      text.append((char) one);
      one = process.getInputStream().read();
    }
    return text.toString();
  }
}
