package dev.provision.adapter.local.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class ProcessTableTest {
  @TempDir Path proc;

  /// This program's own namespace of a kind, as the kernel calls it.
  public static String namespace(String kind) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/self/ns").resolve(kind)).toString();
  }

  /// Adds a process to a process file system in a directory.
  public static void process(Path proc, long pid, String program, char state, long startTicks)
      throws IOException {
    Files.createDirectories(proc.resolve("sys/kernel/random"));
    Files.writeString(proc.resolve("sys/kernel/random/boot_id"), "boot-1\n");
    Files.createDirectories(proc.resolve(pid + "/ns"));
    Path link = proc.resolve(pid + "/ns/pid");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of("pid:[4026531836]"));
    Files.writeString(
        proc.resolve(pid + "/stat"),
        pid + " (" + program + ") " + state + " 1" + " 0".repeat(17) + " " + startTicks + " 0 0\n");
  }

  /// Makes it the first process of the node that has its root file system there.
  public static void first(Path proc, long pid, Path fileSystem) throws IOException {
    Path process = proc.resolve(Long.toString(pid));
    Files.writeString(process.resolve("status"), "Name:\tsh\nNSpid:\t" + pid + "\t1\n");
    Files.writeString(
        process.resolve("mountinfo"), "36 35 98:0 " + fileSystem + " / rw - ext4 /dev/root rw\n");
  }

  @BeforeEach
  void one_process_runs() throws IOException {
    process(proc, 42, "sh", 'S', 1000);
  }

  private ProcessIdentity identify() throws IOException {
    return new ProcessTable(proc).identify(42).orElseThrow();
  }

  @Test
  void a_process_is_alive_while_number_start_boot_and_namespace_are_the_same() throws IOException {
    ProcessIdentity process = identify();

    assertThat(process).isEqualTo(new ProcessIdentity(42, 1000, "boot-1", "pid:[4026531836]"));
    assertThat(new ProcessTable(proc).isAlive(process)).isTrue();
  }

  @Test
  void a_number_that_was_given_to_another_process_is_another_process() throws IOException {
    ProcessIdentity process = identify();

    process(proc, 42, "sh", 'S', 1001);

    assertThat(new ProcessTable(proc).isAlive(process)).isFalse();
  }

  @Test
  void a_process_of_an_earlier_boot_is_gone() throws IOException {
    ProcessIdentity process = identify();

    Files.writeString(proc.resolve("sys/kernel/random/boot_id"), "boot-2\n");

    assertThat(new ProcessTable(proc).isAlive(process)).isFalse();
  }

  @Test
  void a_process_of_another_namespace_is_another_process() throws IOException {
    ProcessIdentity process = identify();

    Files.delete(proc.resolve("42/ns/pid"));
    Files.createSymbolicLink(proc.resolve("42/ns/pid"), Path.of("pid:[1]"));

    assertThat(new ProcessTable(proc).isAlive(process)).isFalse();
  }

  @Test
  void a_process_that_waits_for_its_parent_after_its_end_is_not_alive() throws IOException {
    ProcessIdentity process = identify();

    process(proc, 42, "sh", 'Z', 1000);

    assertThat(new ProcessTable(proc).isAlive(process)).isFalse();
  }

  @Test
  void a_program_may_be_called_anything() throws IOException {
    process(proc, 42, "a) Z (b", 'S', 1000);

    assertThat(new ProcessTable(proc).isAlive(identify())).isTrue();
  }

  @Test
  void a_number_that_no_process_has_identifies_nothing() throws IOException {
    assertThat(new ProcessTable(proc).identify(43)).isEmpty();
    assertThat(new ProcessTable(proc).isAlive(new ProcessIdentity(43, 1, "boot-1", "x"))).isFalse();
  }

  @Test
  void this_program_is_found_in_the_kernels_own_table() throws IOException {
    ProcessTable real = new ProcessTable(Path.of("/proc"));

    ProcessIdentity self = real.identify(ProcessHandle.current().pid()).orElseThrow();

    assertThat(self.bootId()).hasSize(36);
    assertThat(real.isAlive(self)).isTrue();
  }

  @Test
  void an_identity_survives_being_written() {
    ProcessIdentity process = new ProcessIdentity(42, 1000, "boot-1", "pid:[1]");

    assertThat(ProcessIdentity.parse(process.toString())).isEqualTo(process);
    assertThatThrownBy(() -> ProcessIdentity.parse("42 1000"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("42 1000");
  }
}
