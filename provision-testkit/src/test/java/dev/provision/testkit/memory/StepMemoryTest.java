package dev.provision.testkit.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.ports.Content;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepCondition;
import dev.provision.ports.step.StepCondition.Changed;
import dev.provision.ports.step.StepCondition.OnSystem;
import dev.provision.ports.step.StepCondition.Once;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a host in memory remembers, besides what the contract says.
final class StepMemoryTest {
  private static final String HOST = "192.0.2.1";
  private static final StepResult PUT = new StepResult.FilePut(true);
  private static final StepResult SAME = new StepResult.FilePut(false);

  private final InMemoryShell shells = new InMemoryShell();

  private List<StepResult> apply(String user, Step... steps) {
    SshEndpoint endpoint =
        new SshEndpoint(
            HOST,
            22,
            user,
            List.of(new Login.Password(Secret.of("x"))),
            new HostTrust.KnownKeys(List.of(shells.hostKey(HOST))));
    try (RemoteShell shell = shells.connect(endpoint, Duration.ofMinutes(1), _ -> {})) {
      return shell.apply(List.of(steps), new RecordingObserver());
    }
  }

  private static PutFile file(String target) {
    return new PutFile(target, Content.of("x".getBytes(UTF_8)), 0644, Optional.empty());
  }

  private static Step only(Step step, StepCondition condition) {
    return new ConditionalStep(step, List.of(condition));
  }

  @Test
  void a_run_that_breaks_after_a_change_is_made_up_for() {
    Step[] steps = {file("/a"), only(file("/b"), new Changed("k", List.of(0)))};
    shells.inject(
        ShellFault.afterSteps(1, new ShellFailure.Disconnected("applying", "reset")).times(1));

    assertThatThrownBy(() -> apply("root", steps)).isInstanceOf(ShellException.class);
    assertThat(shells.file(HOST, "/var/lib/provision/due/k")).isPresent();

    assertThat(apply("root", steps)).containsExactly(SAME, PUT);
    assertThat(shells.file(HOST, "/var/lib/provision/due/k")).isEmpty();
    assertThat(apply("root", steps).getLast()).isInstanceOf(StepResult.NotNeeded.class);
  }

  @Test
  void each_user_remembers_at_home() {
    Step step = only(file("/a"), new Once("k"));

    apply("ann", step);

    assertThat(shells.file(HOST, "/home/ann/.local/state/provision/once/k")).isPresent();
    assertThat(apply("root", step).getFirst()).isNotInstanceOf(StepResult.NotNeeded.class);
  }

  @Test
  void what_cannot_be_remembered_fails_before_anything_changes() {
    shells.files(HOST).put("/var/lib/provision", new byte[0], 0644);

    List<StepResult> once = apply("root", only(file("/a"), new Once("k")));
    List<StepResult> due =
        apply("root", file("/a"), only(file("/b"), new Changed("k", List.of(0))));

    String why = "/a: /var/lib/provision is not a directory";
    assertThat(once).containsExactly(new StepResult.Failed(why));
    assertThat(due).containsExactly(new StepResult.Failed(why), new StepResult.Skipped());
    assertThat(shells.file(HOST, "/a")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "debian, '', true",
    "ubuntu, '', true",
    "mint, '', true",
    "Mint, '', false",
    "'', amd64, true",
    "'', x86_64, true",
    "'', arm64, false",
    "debian, arm64, false"
  })
  void the_system_is_what_os_release_says(String system, String machine, boolean needed) {
    shells
        .files(HOST)
        .put("/etc/os-release", "ID_LIKE=\"ubuntu debian\"\nID=mint\n".getBytes(UTF_8), 0644);
    OnSystem condition = new OnSystem(words(system), words(machine));

    assertThat(apply("root", only(file("/a"), condition)).getFirst().equals(PUT)).isEqualTo(needed);
  }

  private static List<String> words(String word) {
    return word.isEmpty() ? List.of() : List.of(word);
  }

  @Test
  void a_host_without_os_release_is_no_system() {
    OnSystem debian = new OnSystem(List.of("debian"), List.of());

    assertThat(apply("root", only(file("/a"), debian)))
        .containsExactly(
            new StepResult.NotNeeded("only for debian; this is a system without a name"));
  }
}
