package dev.provision.testkit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.shell.SessionRequest;
import dev.provision.ports.step.ExitStatus;
import dev.provision.testkit.Promise;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Sessions on a node that runs programs.
abstract class PosixSessionContract extends ShellContract {
  @Test
  @Promise("Runs a command, or the login shell, with the caller's streams")
  void the_login_shell_reads_commands_from_the_input() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    ExitStatus status =
        shell()
            .session(
                new SessionRequest(
                    Optional.empty(),
                    Optional.empty(),
                    new ByteArrayInputStream("echo it-is-$((40+2))\nexit 3\n".getBytes(UTF_8)),
                    out,
                    new ByteArrayOutputStream()));

    assertThat(status).isEqualTo(new ExitStatus.Exited(3));
    assertThat(out.toString(UTF_8)).contains("it-is-42");
  }

  @Test
  @Promise("with the caller's streams; returns when it has ended.")
  void no_output_is_lost_at_the_end_of_a_session() {
    for (int i = 0; i < 10; i++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();

      shell()
          .session(
              new SessionRequest(
                  Optional.of("head -c 1000000 /dev/zero"),
                  Optional.empty(),
                  InputStream.nullInputStream(),
                  out,
                  new ByteArrayOutputStream()));

      assertThat(out.size()).isEqualTo(1_000_000);
    }
  }
}
