package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.step.ExitStatus;
import dev.provision.testkit.memory.CloudOperation;
import dev.provision.testkit.memory.InMemoryShell.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of a new node at a cloud that takes user data.
final class FirstBootTest {
  private static final String OWN_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc";
  private static final String OWN_FINGERPRINT =
      "SHA256:yj4Kqj4VGoZpFeQmmY0rmphvdZDJOAFJ1pYW3ezkwPc";

  @TempDir private Path home;
  private Machine machine;

  @BeforeEach
  void configure() throws IOException {
    machine = new Machine(home);
    machine.cloud.takingUserData(OptionalInt.of(16 * 1024));
    machine.answers.put("new-host-key.sh", new Answer(0, OWN_KEY + "\n", ""));
    machine.file("conf/provision.yaml", "user-data: {file: boot.sh}\n");
    machine.file("conf/boot.sh", "#!/bin/sh\necho first boot\n");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private Result deploy(String... more) {
    return machine.run(
        Stream.concat(
                Stream.of("deploy-node", "-c", "conf", "-n", "deploy-test-1"), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void the_configured_user_data_and_the_host_key_reach_the_node_together() {
    deploy();

    assertThat(machine.cloud.requests().getFirst().userData().orElseThrow())
        .contains("#!/bin/sh\necho first boot\n", "ed25519_private:");
  }

  @Test
  void how_the_node_is_trusted_is_in_the_progress_the_result_and_the_description()
      throws IOException {
    Result result = deploy("-d", "d.json");

    assertThat(result.status()).isZero();
    String because = "verified with the key that the node generated";
    assertThat(result.err())
        .containsSubsequence("verified with the key given at creation", because);
    assertThat(result.out()).contains(OWN_FINGERPRINT + " (" + because);
    assertThat(home.resolve("d.json")).content().contains(OWN_FINGERPRINT, because);
  }

  @Test
  void the_private_key_is_in_no_file_and_no_output() throws IOException {
    Result result = deploy("-v", "-d", "d.json");

    StringBuilder all = new StringBuilder(result.out() + result.err());
    try (Stream<Path> files = Files.walk(home).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    String userData = machine.cloud.requests().getFirst().userData().orElseThrow();
    assertThat(userData).contains("PRIVATE KEY");
    assertThat(all.toString()).contains("deploy-test-1", "Connected").doesNotContain("PRIVATE KEY");
  }

  @Test
  void what_a_new_node_is_still_at_is_told() {
    machine.answers.put("cloud-init.sh", new Answer(0, "cloud-init: running\n", ""));

    assertThat(deploy().err()).contains("deploy-test-1: not ready yet: cloud-init: running\n");
  }

  @Test
  void a_node_that_is_never_ready_ends_in_15_with_the_phase_and_the_end_of_its_console() {
    machine.answers.put(
        "package-locks.sh",
        new Answer(
            new ExitStatus.TimedOut(Duration.ofMinutes(10)),
            "/var/lib/dpkg/lock is held by apt-get, process 7\n",
            ""));
    machine.cloud.console("Reached target Multi-User System.\n\u001b[2Jlogin:\n");

    Result result = deploy();

    assertThat(result.status()).isEqualTo(15);
    assertThat(result.err())
        .containsSubsequence(
            "deploy-test-1: end of its console:\n  | Reached target Multi-User System.\n",
            "error: waiting for package managers to finish at root@192.0.2.1: not finished within"
                + " 600 s",
            "held by apt-get, process 7")
        .doesNotContain("\u001b");
  }

  @Test
  void too_much_user_data_ends_in_2_and_makes_no_node() throws IOException {
    machine.file("conf/boot.sh", "#!/bin/sh\n" + "#".repeat(16 * 1024));

    Result result = deploy();

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("deploy-test-1", "16384", "user-data");
    assertThat(machine.cloud.requests()).isEmpty();
  }

  @Test
  void a_cloud_that_gives_up_shows_the_console_too() {
    machine.cloud.fail(
        CloudOperation.AWAIT, new CloudFailure.TimedOut("waiting for node", "20 min"));
    machine.cloud.console("Kernel panic\n");

    assertThat(deploy().err()).contains("  | Kernel panic\n");
  }
}
