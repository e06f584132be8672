package dev.provision.adapter.sshd.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.Content;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.Privilege;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Root's work by a login that is not root, with the real programs that let it.
@Timeout(120)
final class PrivilegeTest {
  private static final Optional<Secret> RIGHT = Optional.of(Secret.of(SudoNode.PASSWORD));
  private static final Optional<Secret> WRONG = Optional.of(Secret.of("sesame"));
  private static final Optional<Secret> ROOTS = Optional.of(Secret.of(SudoNode.ROOT_PASSWORD));
  private static final String ASKS = "somebody ALL=(ALL) ALL\n";
  private static final String FREE = "somebody ALL=(ALL) NOPASSWD: ALL\n";

  @TempDir private Path temporary;
  private @Nullable SudoNode node;

  @AfterEach
  void end() {
    if (node != null) {
      node.close();
    }
  }

  private SudoNode sudoers(String... lines) throws Exception {
    Programs.require("sudo");
    return node("/bin/sh", String.join("\n", lines), "");
  }

  private SudoNode node(String shell, String sudoers, String doas) throws Exception {
    SudoNode made = new SudoNode(temporary, shell, sudoers, doas);
    node = made;
    return made;
  }

  private static List<StepResult> apply(SudoNode node, Privilege privilege, Step... steps) {
    try (RemoteShell shell = connect(node, privilege)) {
      return shell.apply(List.of(steps), new RecordingObserver());
    }
  }

  private static RemoteShell connect(SudoNode node, Privilege privilege) {
    return node.port()
        .connect(node.endpoint().withPrivilege(privilege), Duration.ofSeconds(20), reason -> {});
  }

  private static ShellFailure refusal(SudoNode node, Privilege privilege) {
    ShellException thrown =
        catchThrowableOfType(
            ShellException.class, () -> apply(node, privilege, script("echo never")));
    assertThat(thrown).isNotNull();
    return thrown.failure();
  }

  private static RunScript script(String text) {
    return new RunScript(
        "/root/script",
        Content.of(text.getBytes(UTF_8)),
        0700,
        Map.of(),
        Optional.empty(),
        OnFailure.CONTINUE);
  }

  private static StepResult.ScriptRan ran(StepResult result) {
    assertThat(result).isInstanceOf(StepResult.ScriptRan.class);
    return (StepResult.ScriptRan) result;
  }

  /// Everything that differs between the ways: streams, bytes, statuses, root's and others' files.
  private static void assertWorks(SudoNode node, Privilege privilege) throws Exception {
    byte[] binary = new byte[300_000];
    new Random(3).nextBytes(binary);

    List<StepResult> results =
        apply(
            node,
            privilege,
            new PutFile("/root/made/f", Content.of(binary), 0640, Optional.empty()),
            new PutFile("/run/home/theirs", Content.of(new byte[1]), 0600, Optional.of("somebody")),
            script("id -un; pwd; umask; cat; cat /root/made/f; exit 7\n"),
            script("echo out; echo err >&2; kill -TERM $$\n"),
            script("cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ\n"));

    assertThat(results.subList(0, 2)).containsOnly(new StepResult.FilePut(true));
    assertThat(ran(results.get(2)).exit()).isEqualTo(new ExitStatus.Exited(7));
    assertThat(ran(results.get(2)).stderr().text()).isEmpty();
    assertThat(ran(results.get(2)).stdout().size()).isEqualTo(binary.length + 16);
    assertThat(ran(results.get(3)).exit()).isEqualTo(new ExitStatus.Signaled("TERM"));
    assertThat(ran(results.get(3)).stdout().text()).isEqualTo("out\n");
    assertThat(ran(results.get(3)).stderr().text()).isEqualTo("err\n");
    String processes = ran(results.get(4)).stdout().text();
    assertThat(processes).doesNotContain("sesame", "root of all");
    assertThat(node.log()).doesNotContain("sesame", "root of all");
    assertThat(Files.readAllBytes(node.file("/root/made/f"))).isEqualTo(binary);
    assertThat(modeOf(node.file("/root/made/f"))).isEqualTo("rw-r-----");
    assertThat(Files.getAttribute(node.file("/root/made/f"), "unix:uid")).isEqualTo(0);
    assertThat(Files.getAttribute(node.file("/run/home/theirs"), "unix:uid")).isEqualTo(12345);
    awaitNothingRemains(node);
  }

  private static String modeOf(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static void awaitNothingRemains(SudoNode node) throws Exception {
    for (String directory : List.of("/tmp", "/root", "/run/home")) {
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (!traces(node, directory).isEmpty()) {
        assertThat(System.nanoTime()).as(traces(node, directory).toString()).isLessThan(deadline);
        Thread.sleep(10);
      }
    }
  }

  private static List<String> traces(SudoNode node, String directory) throws IOException {
    try (Stream<Path> files = Files.list(node.file(directory))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(".prov"))
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Defaults use_pty", "Defaults requiretty", "Defaults use_pty, requiretty"})
  void sudo_without_a_password(String defaults) throws Exception {
    assertWorks(sudoers(FREE, defaults), new Privilege.Sudo(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Defaults use_pty", "Defaults requiretty", "Defaults use_pty, requiretty"})
  void sudo_with_a_password(String defaults) throws Exception {
    assertWorks(sudoers(ASKS, defaults), new Privilege.Sudo(RIGHT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Defaults requiretty"})
  void a_password_that_sudo_does_not_ask_for(String defaults) throws Exception {
    assertWorks(sudoers(FREE, defaults), new Privilege.Sudo(RIGHT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Defaults requiretty"})
  void a_wrong_password_is_tried_once(String defaults) throws Exception {
    SudoNode host = sudoers(ASKS, defaults);

    ShellFailure failure = refusal(host, new Privilege.Sudo(WRONG));

    assertThat(failure).isInstanceOf(ShellFailure.PrivilegeRefused.class);
    assertThat(failure.reason()).startsWith("sudo rejected the password of somebody");
    assertThat(failure.toString()).doesNotContain("sesame");
    await(() -> Files.exists(host.file("/run/sudo.log")));
    await(() -> Files.readString(host.file("/run/sudo.log")).contains("incorrect password"));
    assertThat(Files.readString(host.file("/run/sudo.log")))
        .contains("1 incorrect password attempt");
    awaitNothingRemains(host);
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Defaults requiretty"})
  void a_password_that_is_not_there(String defaults) throws Exception {
    SudoNode host = sudoers(ASKS, defaults);

    ShellFailure failure = refusal(host, new Privilege.Sudo(Optional.empty()));

    assertThat(failure).isInstanceOf(ShellFailure.PrivilegeRefused.class);
    assertThat(failure.reason()).contains("sudo: a password is required");
    awaitNothingRemains(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Defaults requiretty"})
  void a_password_that_must_be_fetched_is_not_where_nobody_asks_for_it(String defaults)
      throws Exception {
    Secret never =
        Secret.of(
            () -> {
              throw new AssertionError("asked for in vain");
            });

    assertThat(apply(sudoers(FREE, defaults), sudo(never), script("id -u")))
        .allMatch(StepResult::ok);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Defaults requiretty"})
  void a_password_that_must_be_fetched_is_when_it_is_asked_for(String defaults) throws Exception {
    Secret fetched = Secret.of(() -> SudoNode.PASSWORD);

    assertThat(apply(sudoers(ASKS, defaults), sudo(fetched), script("id -u")))
        .allMatch(StepResult::ok);
  }

  private static Privilege sudo(Secret password) {
    return new Privilege.Sudo(Optional.of(password));
  }

  @Test
  void who_may_not_use_sudo_reads_what_it_said() throws Exception {
    SudoNode host = sudoers("root ALL=(ALL) ALL");

    ShellFailure failure = refusal(host, new Privilege.Sudo(RIGHT));

    assertThat(failure).isInstanceOf(ShellFailure.PrivilegeRefused.class);
    assertThat(failure.reason()).contains("not in the sudoers file").hasSizeLessThan(500);
  }

  @Test
  void who_may_not_use_it_for_this_reads_what_it_said_but_not_all_we_sent() throws Exception {
    SudoNode host = sudoers("somebody ALL=(ALL) NOPASSWD: /bin/true");

    for (Optional<Secret> password : List.of(RIGHT, Optional.<Secret>empty())) {
      ShellFailure failure = refusal(host, new Privilege.Sudo(password));

      assertThat(failure).isInstanceOf(ShellFailure.PrivilegeRefused.class);
      assertThat(failure.reason()).hasSizeLessThan(700);
    }
  }

  @Test
  void doas_without_a_password() throws Exception {
    Programs.require("doas");
    SudoNode host = node("/bin/sh", "", "permit nopass somebody\n");

    assertWorks(host, new Privilege.Doas(Optional.empty()));
  }

  @Test
  void doas_with_a_password() throws Exception {
    Programs.require("doas");
    SudoNode host = node("/bin/sh", "", "permit somebody\n");

    assertWorks(host, new Privilege.Doas(RIGHT));
    Secret fetched = Secret.of(() -> SudoNode.PASSWORD);
    assertThat(apply(host, new Privilege.Doas(Optional.of(fetched)), script("id -u")))
        .allMatch(StepResult::ok);

    assertThat(refusal(host, new Privilege.Doas(WRONG)).reason())
        .startsWith("doas rejected the password of somebody");
    assertThat(refusal(host, new Privilege.Doas(Optional.empty())).reason()).contains("doas");
    awaitNothingRemains(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash", "/usr/bin/zsh", "/usr/bin/fish", "/bin/tcsh"})
  void su_whatever_the_login_shell(String loginShell) throws Exception {
    Programs.require("su");
    Programs.require(Path.of(loginShell).getFileName().toString());
    SudoNode host = node(loginShell, "", "");

    assertWorks(host, new Privilege.Su(ROOTS));
  }

  @Test
  void su_with_a_wrong_password_or_none() throws Exception {
    Programs.require("su");
    SudoNode host = node("/bin/sh", "", "");

    ShellFailure failure = refusal(host, new Privilege.Su(WRONG));
    assertThat(failure).isInstanceOf(ShellFailure.PrivilegeRefused.class);
    assertThat(failure.reason()).startsWith("su rejected the password of root");
    assertThat(refusal(host, new Privilege.Su(Optional.empty())).reason())
        .isEqualTo("su asks for a password, but none was given");
    awaitNothingRemains(host);
  }

  @Test
  void what_is_on_the_way_may_be_read_as_root_without_a_change() throws Exception {
    SudoNode host = sudoers(ASKS);
    apply(
        host,
        new Privilege.Sudo(RIGHT),
        new PutFile("/root/f", Content.of("old\n".getBytes(UTF_8)), 0600, Optional.empty()));

    try (RemoteShell shell = connect(host, new Privilege.Sudo(RIGHT))) {
      assertThat(
              shell.compare(
                  List.of(
                      new PutFile(
                          "/root/f", Content.of("old\n".getBytes(UTF_8)), 0600, Optional.empty()))))
          .containsExactly(new StepDifference.None());
    }
  }
}
