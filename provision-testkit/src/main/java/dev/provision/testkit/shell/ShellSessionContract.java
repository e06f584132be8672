package dev.provision.testkit.shell;

import static dev.provision.testkit.node.TestScript.complains;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.shell.SessionRequest;
import dev.provision.ports.step.ExitStatus;
import dev.provision.testkit.Promise;
import dev.provision.testkit.node.TestScript;
import dev.provision.testkit.node.TestScript.Act;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Sessions with the caller's streams.
abstract class ShellSessionContract extends ShellContract {
  @Test
  @Promise(
      "Runs a command, or the login shell, with the caller's streams; returns when it has ended.")
  void a_command_has_the_caller_s_streams_and_its_status_comes_back() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    TestScript command = TestScript.doing(new Act.Copy(), complains("error\n"), new Act.Exit(5));

    ExitStatus status =
        shell()
            .session(
                new SessionRequest(
                    Optional.of(node().text(command)),
                    Optional.empty(),
                    new ByteArrayInputStream("some input".getBytes(UTF_8)),
                    out,
                    err));

    assertThat(status).isEqualTo(new ExitStatus.Exited(5));
    assertThat(out).hasToString("some input");
    assertThat(err).hasToString("error\n");
  }
}
