package dev.provision.adapter.sshd.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.Programs;
import dev.provision.adapter.sshd.SshdShellPort;
import dev.provision.adapter.sshd.time.TimeLimits;
import dev.provision.adapter.sshd.time.TimeLimits.Liveness;
import dev.provision.ports.Content;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.Privilege;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.ShellSettings;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Somebody else reads where our runner should, or asks where `sudo` should: a file that the login
/// shell reads when it starts sees to that. Nobody gets what is not for him.
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT) // most of the time is waiting
final class UnknownReaderTest {
  private static final Secret PASSWORD = Secret.of(SudoNode.PASSWORD);

  @TempDir private Path temporary;
  private @Nullable SudoNode node;
  private @Nullable RemoteShellPort hasty;

  @AfterEach
  void end() {
    if (hasty != null) {
      hasty.close();
    }
    if (node != null) {
      node.close();
    }
  }

  /// @param start what the login's shell reads first
  private SudoNode node(String start, String sudoers) throws Exception {
    Programs.require("bash");
    SudoNode made = new SudoNode(temporary, "/bin/bash", sudoers, "");
    node = made;
    Files.writeString(made.file("/run/home/.bashrc"), start + "\n");
    return made;
  }

  private static SudoNode program(SudoNode made, String name, String text) throws Exception {
    Path bin = Files.createDirectories(made.file("/run/home/bin"));
    Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return made;
  }

  /// Answers may take a fortieth of what users grant.
  private RemoteShellPort hasty() {
    Duration second = Duration.ofSeconds(1);
    RemoteShellPort made =
        new SshdShellPort(
            ShellSettings.in(temporary.resolve("hasty")),
            new TimeLimits(Duration.ofMillis(500), second, second, new Liveness(second, 3)));
    hasty = made;
    return made;
  }

  private static List<StepResult> apply(RemoteShellPort port, SudoNode host, Privilege privilege) {
    return apply(port, host, privilege, script("id -un; echo \"$LC_ALL $PROVISION_LC_ALL\""));
  }

  private static List<StepResult> apply(
      RemoteShellPort port, SudoNode host, Privilege privilege, Step... steps) {
    Duration limit = Duration.ofSeconds(20);
    try (RemoteShell shell =
        port.connect(host.endpoint().withPrivilege(privilege), limit, _ -> {})) {
      return shell.apply(List.of(steps), new RecordingObserver());
    }
  }

  private static ShellFailure failure(
      RemoteShellPort port, SudoNode host, Privilege privilege, Step... steps) {
    ShellException thrown =
        catchThrowableOfType(ShellException.class, () -> apply(port, host, privilege, steps));
    assertThat(thrown).isNotNull();
    return thrown.failure();
  }

  private static RunScript script(String text) {
    return new RunScript(
        "/run/home/script",
        Content.of(text.getBytes(UTF_8)),
        0755,
        Map.of(),
        Optional.empty(),
        OnFailure.STOP);
  }

  private static PutFile file(String text) {
    return new PutFile("/run/home/f", Content.of(text.getBytes(UTF_8)), 0600, Optional.empty());
  }

  private static String output(List<StepResult> results) {
    assertThat(results).allMatch(StepResult::ok);
    return ((StepResult.ScriptRan) results.getLast()).stdout().text();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec bash",
        "exec sh",
        "exec sh -s",
        "exec cat",
        "cat >/tmp/caught; exit 5",
        "while read -r l; do eval \"$l\"; done; exit 0",
        "PS3='choice: '; select x in status quit; do echo \"you chose $REPLY\"; done; exit 1"
      })
  void what_reads_instead_of_the_shell_gets_nothing(String start) throws Exception {
    SudoNode host = node(start, "");

    ShellFailure failure =
        failure(hasty(), host, new Privilege.None(), file("password = s3cr3t\ntouch /tmp/done\n"));

    assertThat(failure).isInstanceOf(ShellFailure.TransferFailed.class);
    assertThat(failure.reason())
        .contains("did not run the requested command")
        .doesNotContain("s3cr3t")
        .hasSizeLessThan(1000);
    assertThat(host.file("/tmp/done")).doesNotExist();
    assertThat(host.file("/run/home/f")).doesNotExist();
    if (start.contains("caught")) {
      assertThat(host.file("/tmp/caught")).isEmptyFile();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec bash", "exec cat"})
  void nor_where_root_is_wanted(String start) throws Exception {
    SudoNode host = node(start, "somebody ALL=(ALL) ALL");
    RemoteShellPort port = hasty();
    Optional<Secret> password = Optional.of(PASSWORD);

    for (Privilege privilege :
        List.of(
            new Privilege.Sudo(password),
            new Privilege.Doas(password),
            new Privilege.Su(password))) {
      assertThat(failure(port, host, privilege, file("touch /tmp/done\n")).reason())
          .contains("did not run the requested command")
          .doesNotContain("touch");
    }
    assertThat(host.file("/tmp/done")).doesNotExist();
  }

  /// The command line says what `sudo` is to ask with.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "trap 'echo \"$BASH_COMMAND\" >&2; read -r -t 1 x && echo \"got=$x\" >/tmp/caught' DEBUG",
        "trap 'echo \"$BASH_COMMAND\" >&2' DEBUG",
        "echo \"$BASH_EXECUTION_STRING\" >&2; read -r -t 1 x && echo \"got=$x\" >/tmp/caught",
        "set -x",
        "set -v",
        "export SHELLOPTS; set -xv"
      })
  void who_repeats_the_command_line_gets_no_password_and_sudo_does(String start) throws Exception {
    SudoNode host = node(start, "somebody ALL=(ALL) ALL");

    List<StepResult> results = apply(host.port(), host, new Privilege.Sudo(Optional.of(PASSWORD)));

    assertThat(output(results)).startsWith("root\n");
    assertThat(host.file("/tmp/caught")).doesNotExist();
  }

  @Test
  void a_login_whose_input_goes_elsewhere_is_named() throws Exception {
    SudoNode host = node("exec </dev/null", "somebody ALL=(ALL) ALL");

    ShellFailure failure =
        failure(host.port(), host, new Privilege.Sudo(Optional.of(PASSWORD)), file("f"));

    // Sometimes sudo sees the end of its input first.
    assertThat(failure.reason())
        .doesNotContain("ChannelOutputStream")
        .containsAnyOf("</dev/null", "no password was provided", "a password is required");
  }

  @Test
  void a_shell_that_is_only_slow_gets_another_chance() throws Exception {
    SudoNode host = node("sleep 1", "somebody ALL=(ALL) ALL");
    RemoteShellPort port = hasty();

    Optional<Secret> roots = Optional.of(Secret.of(SudoNode.ROOT_PASSWORD));
    for (Privilege privilege :
        List.of(
            new Privilege.None(),
            new Privilege.Sudo(Optional.of(PASSWORD)),
            new Privilege.Su(roots))) {
      assertThat(apply(port, host, privilege, file("f"))).allMatch(StepResult::ok);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec >/dev/null", "exec 2>/dev/null"})
  void where_words_would_get_lost_nothing_is_begun(String start) throws Exception {
    SudoNode host = node(start, "");

    ShellFailure failure = failure(host.port(), host, new Privilege.None(), file("f"));

    assertThat(failure).isInstanceOf(ShellFailure.TransferFailed.class);
    assertThat(failure.reason())
        .contains("the commands' standard " + (start.contains("2") ? "error" : "output"));
    assertThat(host.file("/run/home/f")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Checking quota:", "Password:", "[sudo] password for somebody: "})
  void who_asks_before_sudo_does_gets_no_password(String question) throws Exception {
    SudoNode host =
        node(
            "printf '" + question + "'; read -t 3 x; echo \"<$x>\" >/tmp/got",
            "somebody ALL=(ALL) ALL");

    assertThat(output(apply(host.port(), host, new Privilege.Sudo(Optional.of(PASSWORD)))))
        .startsWith("root\n");
    assertThat(Files.readString(host.file("/tmp/got"))).isEqualTo("<>\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sudo", "su", "doas"})
  void who_asks_in_another_form_gets_no_password_and_is_shown(String name) throws Exception {
    SudoNode host =
        program(
            node("PATH=/run/home/bin:$PATH", ""),
            name,
            "printf 'Verification code: ' >&2; read x; echo \"<$x>\" >/tmp/got");
    Optional<Secret> password = Optional.of(PASSWORD);
    Privilege privilege =
        switch (name) {
          case "sudo" -> new Privilege.Sudo(password);
          case "su" -> new Privilege.Su(password);
          default -> new Privilege.Doas(password);
        };

    ShellFailure failure = failure(host.port(), host, privilege, file("f"));

    assertThat(failure).isInstanceOf(ShellFailure.PrivilegeRefused.class);
    assertThat(failure.reason())
        .contains(name + " asked an unknown question", "Verification code:");
    Path got = host.file("/tmp/got");
    assertThat(!Files.exists(got) || Files.readString(got).equals("<>\n")).isTrue();
  }

  @Test
  void the_users_are_told_whose_password_sudo_wants() throws Exception {
    SudoNode host = node("", "somebody ALL=(ALL) ALL\nDefaults rootpw");

    Privilege own = new Privilege.Sudo(Optional.of(PASSWORD));
    assertThat(failure(host.port(), host, own, file("f")).reason())
        .startsWith("sudo rejected the password of root");
    Secret roots = Secret.of(SudoNode.ROOT_PASSWORD);
    assertThat(output(apply(host.port(), host, new Privilege.Sudo(Optional.of(roots)))))
        .startsWith("root\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"export LC_ALL=C.UTF-8", "unset LC_ALL"})
  void su_asks_in_english_and_scripts_speak_as_the_login_does(String start) throws Exception {
    SudoNode host = node(start, "");
    Secret roots = Secret.of(SudoNode.ROOT_PASSWORD);

    assertThat(output(apply(host.port(), host, new Privilege.Su(Optional.of(roots)))))
        .isEqualTo("root\n" + (start.startsWith("export") ? "C.UTF-8 \n" : " \n"));
  }
}
