package dev.provision.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.shell.ExitStatus;
import dev.provision.ports.shell.SessionRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Sessions with the caller's streams.
abstract class ShellSessionContract extends ShellContract {
  @Test
  void a_command_has_the_caller_s_streams_and_its_status_comes_back() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    ExitStatus status =
        shell()
            .session(
                new SessionRequest(
                    Optional.of("cat; echo error >&2; exit 5"),
                    Optional.empty(),
                    new ByteArrayInputStream("some input".getBytes(UTF_8)),
                    out,
                    err));

    assertThat(status).isEqualTo(new ExitStatus.Exited(5));
    assertThat(out).hasToString("some input");
    assertThat(err).hasToString("error\n");
  }

  @Test
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
