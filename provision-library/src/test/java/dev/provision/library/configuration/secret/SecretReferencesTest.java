package dev.provision.library.configuration.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import dev.provision.library.configuration.Machine;
import dev.provision.library.configuration.machine.ProcessRunner;
import dev.provision.ports.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretReferencesTest {
  @TempDir Path root;
  private Machine machine;

  @BeforeEach
  void machine() {
    machine = new Machine(root);
  }

  private Secret secret(String yaml) {
    return machine.yaml("secret-key: " + yaml).secretKey().orElseThrow();
  }

  @Test
  void an_environment_variable_a_file_and_a_command_give_the_secret() {
    machine.variables.put("KEY", "from-env");
    machine.write("site/key", "from-file\n");
    machine.write(machine.home.resolve("key"), "from-home\r\n");

    assertThat(secret("${env:KEY}").reveal()).isEqualTo("from-env");
    assertThat(secret("${file:key}").reveal()).isEqualTo("from-file");
    assertThat(secret("${file:~/key}").reveal()).isEqualTo("from-home");
    assertThat(secret("'${command:echo a b | awk ''{print $2}''}'").reveal()).isEqualTo("b");
    assertThat(secret("x-${env:KEY}-y").reveal()).isEqualTo("x-from-env-y");
  }

  @Test
  void a_text_without_references_is_the_secret_itself() {
    assertThat(secret("plain$ecret").reveal()).isEqualTo("plain$ecret");
    assertThat(secret("a${b}c").reveal()).isEqualTo("a${b}c");
    assertThat(secret("'$${env:KEY}'").reveal()).isEqualTo("${env:KEY}");
  }

  @Test
  void nothing_is_fetched_before_it_is_needed() {
    Secret secret = secret("${env:MISSING}");

    assertThat(secret).hasToString("******").isEqualTo(secret);
    assertThatThrownBy(secret::reveal)
        .isInstanceOf(ProblemsException.class)
        .hasMessage(
            "site/provision.yaml:1:13: secret-key: ${env:MISSING}: the environment variable is not"
                + " set; set it: export MISSING=…");
  }

  @Test
  void a_missing_file_is_named_with_the_nearest() {
    machine.write("site/keyfile", "x");

    assertThatThrownBy(() -> secret("${file:keyfil}").reveal())
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("${file:" + machine.work + "/site/keyfil}")
        .hasMessageContaining("does not exist; did you mean 'keyfile'?");
  }

  @Test
  void a_command_that_fails_is_named_with_what_it_said_but_not_what_it_gave() {
    assertThatThrownBy(
            () -> secret("${command:echo hunter2; echo no such entry >&2; exit 3}").reveal())
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("the command failed with status 3: no such entry")
        .message()
        .satisfies(
            message ->
                assertThat(message.substring(message.indexOf("}: "))).doesNotContain("hunter2"));
  }

  @Test
  void a_command_that_gives_nothing_or_takes_too_long_is_named() {
    assertThatThrownBy(() -> secret("${command:true}").reveal())
        .hasMessageContaining("${command:true}: is empty");

    machine.processes =
        command -> {
          throw new TimeoutException();
        };
    assertThatThrownBy(() -> secret("${command:pass show x}").reveal())
        .hasMessageContaining("${command:pass show x}: the command did not finish within 60 s");
  }

  @Test
  void an_interrupted_command_leaves_the_thread_interrupted() {
    machine.processes =
        command -> {
          throw new InterruptedException();
        };

    assertThatThrownBy(() -> secret("${command:x}").reveal()).hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void a_secret_is_fetched_once() {
    int[] runs = {0};
    machine.processes =
        command -> {
          runs[0]++;
          return new ProcessRunner.Ended(0, "x\n", "");
        };
    Secret secret = secret("${command:pass show x}");

    assertThat(secret.reveal() + secret.reveal()).isEqualTo("xx");
    assertThat(runs[0]).isEqualTo(1);
  }

  @Test
  void what_has_no_end_is_no_secret() {
    assertThatThrownBy(() -> secret("${command:yes}").reveal())
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("${command:yes}: cannot run the command: its output is longer than");
    machine.write("site/large", "x".repeat(100_000));
    assertThatThrownBy(() -> secret("${file:large}").reveal())
        .hasMessageContaining("is larger than 65536 bytes");
    assertThatThrownBy(() -> secret("${file:/dev/zero}").reveal())
        .hasMessageContaining("is not a regular file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "sh %s x", "echo x|'%s'", "~/open/get", "X=y sh ../home/open/get"})
  void a_program_that_others_can_change_is_not_run(String command) throws IOException {
    Path program = machine.home.resolve("open/get");
    machine.write(program, "echo x");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxrwxrwx"));
    machine.processes =
        ran -> {
          throw new AssertionError(ran);
        };
    String text = command.formatted(program);

    assertThatThrownBy(() -> secret("\"${command:" + text + "}\"").reveal())
        .isInstanceOf(ProblemsException.class)
        .hasMessageStartingWith("site/provision.yaml:1:13: secret-key: ${command:" + text)
        .hasMessageContaining("it is not run, because " + program + " is writable by everybody")
        .hasMessageEndingWith("run: chmod go-w " + program);
  }
}
