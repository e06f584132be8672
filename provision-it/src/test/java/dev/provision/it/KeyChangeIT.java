package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.adapter.sshd.SshdProvider;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.deploy.FleetRun;
import dev.provision.domain.deploy.FleetRun.Part;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.library.Provision;
import dev.provision.library.deployment.DeploymentResult;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.ShellSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A deployment that ends at some moment between "nothing exists" and "the node shows a key of its
/// own", with OpenSSH's own server as the node: afterwards the node is recognized, and nobody else
/// is taken for it.
@Timeout(180)
final class KeyChangeIT {
  private static final String NAME = "web1";
  private static final Mortality NEVER = new Mortality(-1);

  @TempDir private Path directory;
  private BootingCloud cloud;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    cloud = new BootingCloud(directory, state().resolve("known_hosts")).bootingAtOnce();
    new ConfigurationDirectory(directory.resolve("site"))
        .yaml(
            "target-dir: '%s'\nimage: debian\nbundles: {web: {scripts: [hello.sh]}}\n"
                .formatted(directory.resolve("deploy")))
        .script("hello.sh", "echo hello\n");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private Path state() {
    return directory.resolve("home/state/providers/booting");
  }

  private Provision open(Mortality mortality) {
    return open(mortality, "home");
  }

  private Provision open(Mortality mortality, String home) {
    return Provision.builder()
        .environment(Map.of("PATH", System.getenv("PATH")))
        .workingDirectory(directory)
        .userHome(directory.resolve("user"))
        .home(directory.resolve(home))
        .configuration("site")
        .provider("booting")
        .cloud(mortality.over(cloud))
        .shells(
            mortality.over(
                new SshdProvider().open(ShellSettings.in(directory.resolve(home + "-shells")))))
        .open();
  }

  private static DeploymentResult deploy(Provision provision) {
    return provision.deploy(
        provision.plan(DeployRequest.ofBundles("web").named(NAME)), false, _ -> {});
  }

  private void die(int moment) {
    try (Provision provision = open(new Mortality(moment))) {
      assertThat(catchThrowable(() -> deploy(provision))).isInstanceOf(Mortality.Death.class);
    }
  }

  private DeploymentResult apply() {
    try (Provision provision = open(NEVER)) {
      List<Part<DeployPlan, DeploymentResult>> parts =
          provision.applyAll(
              provision.plansForExisting(
                  DeployRequest.ofBundles("web").named(NAME), List.of(NAME), false),
              FleetRun.usual(),
              _ -> {});
      return ((Part.Ended<DeployPlan, DeploymentResult>) parts.getFirst()).result();
    }
  }

  private ShellFailure refusal(String home) {
    try (Provision provision = open(NEVER, home)) {
      return catchThrowableOfType(ShellException.class, () -> provision.shell(NAME).close())
          .failure();
    }
  }

  private String shell() {
    try (Provision provision = open(NEVER);
        RemoteShell shell = provision.shell(NAME)) {
      return shell.hostIdentity().key().toString();
    }
  }

  /// Calls of a deployment: create, await, connect, apply (the node tells its key), apply (it shows
  /// it), connect, and the first thing it is waited for. Where nothing is written down between two
  /// of them, one moment stands for both.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 8, 9, 11, 12})
  void whenever_it_ends_ssh_and_apply_find_the_node_and_take_nobody_else_for_it(int moment)
      throws Exception {
    die(moment);

    assertThat(shell()).startsWith("ssh-ed25519 ");
    DeploymentResult applied = apply();

    assertThat(applied.report().ok()).as(applied.report().toString()).isTrue();
    assertThat(shell())
        .as("what the apply has left")
        .isEqualTo(cloud.node().hostKey())
        .isNotEqualTo(cloud.givenKey());
    assertThat(record()).contains("key " + cloud.node().hostKey()).doesNotContain("\ngiven ");
    try (RealSshd _ = cloud.stranger()) {
      assertThat(refusal("home")).isInstanceOf(ShellFailure.HostKeyMismatch.class);
    }
  }

  private String record() throws IOException {
    try (Stream<Path> files = Files.list(state().resolve("host-keys"))) {
      List<Path> all = files.filter(file -> !file.endsWith(".lock")).toList();
      assertThat(all).hasSize(1);
      return Files.readString(all.getFirst());
    }
  }

  /// No apply in between: the stranger is there when somebody first looks.
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 9})
  void whenever_it_ends_a_stranger_is_refused_at_once(int moment) throws Exception {
    die(moment);

    try (RealSshd stranger = cloud.stranger()) {
      ShellFailure failure = refusal("home");

      assertThat(failure)
          .isInstanceOfSatisfying(
              ShellFailure.HostKeyMismatch.class,
              mismatch -> {
                assertThat(mismatch.known()).contains(HostKey.parse(cloud.givenKey()));
                assertThat(mismatch.knownIn().orElseThrow()).contains("/host-keys/");
              });
      assertThat(failure.reason())
          .contains(NAME, "was given its host key", "intercepting the connection");
      assertThat(stranger.log()).doesNotContain("SSH2_MSG_NEWKEYS received", "userauth-request");
    }
  }

  @Test
  void before_the_cloud_is_asked_there_is_no_node_and_the_next_deployment_makes_one() {
    die(0);

    try (Provision provision = open(NEVER)) {
      assertThatThrownBy(() -> provision.shell(NAME)).isInstanceOf(ProblemsException.class);
      assertThat(deploy(provision).report().ok()).isTrue();
    }
    // What the one that died has written down counts for no other node.
    assertThat(apply().report().ok()).isTrue();
  }

  @Test
  void where_the_key_cannot_be_written_down_the_cloud_is_not_asked() throws IOException {
    Files.createDirectories(state());
    Files.writeString(state().resolve("host-keys"), "in the way");

    try (Provision provision = open(NEVER)) {
      assertThatThrownBy(() -> deploy(provision))
          .isInstanceOf(ProblemsException.class)
          .hasMessageContainingAll("host-keys", "cannot record the host key");
    }
    assertThat(cloud.nodes()).isEmpty();
  }

  @Test
  void a_computer_that_has_not_made_the_node_refuses_it_and_says_how_to_get_its_key()
      throws IOException {
    try (Provision provision = open(NEVER)) {
      assertThat(deploy(provision).report().ok()).isTrue();
    }

    // What the cloud calls its known hosts is that computer's own.
    Path mine = state().resolve("known_hosts");
    String line = Files.readAllLines(mine).getLast();
    Files.delete(mine);
    ShellFailure failure = refusal("elsewhere");

    assertThat(failure).isInstanceOf(ShellFailure.HostUnknown.class);
    assertThat(failure.reason())
        .contains("no key of node 'web1'", "another computer", mine.toString(), line);
    assertThat(mine).doesNotExist();
    Files.writeString(mine, line + "\n");
    try (Provision provision = open(NEVER, "elsewhere");
        RemoteShell shell = provision.shell(NAME)) {
      assertThat(shell.hostIdentity().key().toString()).isEqualTo(cloud.node().hostKey());
    }
  }

  @Test
  void a_damaged_record_refuses_the_node_and_is_named() throws IOException {
    try (Provision provision = open(NEVER)) {
      assertThat(deploy(provision).report().ok()).isTrue();
    }
    Path file = recordFile();
    Files.writeString(file, Files.readString(file).replaceAll("end\n$", ""));

    try (Provision provision = open(NEVER)) {
      assertThatThrownBy(() -> provision.shell(NAME))
          .isInstanceOf(ProblemsException.class)
          .hasMessageContainingAll(file.toString(), "damaged");
    }
  }

  private Path recordFile() throws IOException {
    try (Stream<Path> files = Files.list(state().resolve("host-keys"))) {
      return files.filter(file -> !file.endsWith(".lock")).findFirst().orElseThrow();
    }
  }
}
