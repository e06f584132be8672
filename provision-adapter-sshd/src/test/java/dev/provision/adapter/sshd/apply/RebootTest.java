package dev.provision.adapter.sshd.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.step.AwaitReboot;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the runner does about a restart, besides what the contract says.
@Timeout(120)
final class RebootTest {
  private static final Reboot REBOOT = new Reboot(Duration.ofSeconds(60));

  @TempDir private Path temporary;

  private static StepResult apply(RestartingNode node, Step step) {
    try (RemoteShell shell =
        node.port().connect(node.endpoint(), Duration.ofSeconds(20), reason -> {})) {
      return shell.apply(List.of(step), new RecordingObserver()).getFirst();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void each_shell_restarts_the_node_and_knows_it_has_started_again(String sh) throws IOException {
    // A program of the node that restarts it is called busybox, too.
    String busybox = Programs.require("busybox").toString();
    try (RestartingNode node = new RestartingNode(temporary, sh.replace("busybox", busybox))) {
      StepResult.Rebooting going = (StepResult.Rebooting) apply(node, REBOOT);

      assertThat(going.boot()).hasSize(36);
      assertThat(apply(node, new AwaitReboot(going.boot(), Duration.ofSeconds(9))))
          .isInstanceOf(StepResult.Rebooted.class);
    }
  }

  @Test
  void the_program_of_the_system_is_called() throws IOException {
    try (RestartingNode node = new RestartingNode(temporary, "/bin/sh")) {
      apply(node, REBOOT);

      boolean systemd = Files.isDirectory(Path.of("/run/systemd/system"));
      assertThat(node.called()).isEqualTo(systemd ? "systemctl reboot" : "reboot");
    }
  }

  @Test
  void a_system_that_goes_down_while_it_is_waited_for_is_still_to_start() throws IOException {
    try (RestartingNode node = new RestartingNode(temporary, "/bin/sh")) {
      StepResult.Rebooting first = (StepResult.Rebooting) apply(node, REBOOT);
      // The program ends before the system does.
      node.restartWith("(sleep 1; kill -KILL 0) & exit 0");

      StepResult.Rebooting second = (StepResult.Rebooting) apply(node, REBOOT);

      assertThat(second.boot()).isNotEqualTo(first.boot());
    }
  }
}
