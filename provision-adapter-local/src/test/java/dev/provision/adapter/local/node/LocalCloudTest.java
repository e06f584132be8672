package dev.provision.adapter.local.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.adapter.local.FixedSize;
import dev.provision.adapter.local.machine.ProcessIdentity;
import dev.provision.adapter.local.node.LocalFixture.Ran;
import dev.provision.adapter.local.sandbox.SystemPrograms;
import dev.provision.adapter.sshd.server.HostKeyPair;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.SessionRequest;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.ExitStatus;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The life of nodes on this machine. Real sandboxes, real connections.
class LocalCloudTest {
  @TempDir Path directory;
  private LocalFixture local;

  @BeforeEach
  void open() {
    local = new LocalFixture(directory);
  }

  @AfterEach
  void destroy_all() {
    local.close();
  }

  @Test
  void a_created_node_runs_is_listed_and_found_by_the_next_program() {
    Node node = local.create("web1");
    local.reopen();

    assertThat(node.state()).isEqualTo(Node.State.RUNNING);
    assertThat(local.cloud().nodes()).containsExactly(node);
    assertThat(local.output(node, "id -u; pwd; echo $HOME $USER $PATH"))
        .isEqualTo("0\n/root\n/root root " + SystemPrograms.PATH);
  }

  @Test
  void a_command_gets_nothing_of_this_programs_environment() {
    Node node = local.create("web1");

    assertThat(local.output(node, "env"))
        .doesNotContain("JAVA")
        .doesNotContain("MAVEN")
        .contains("LANG=");
  }

  @Test
  void exit_status_and_both_outputs_of_a_command_arrive() {
    Ran ran = local.run(local.create("web1"), "echo out; echo err >&2; exit 3");

    assertThat(ran).isEqualTo(new Ran(new ExitStatus.Exited(3), "out\n", "err\n"));
  }

  @Test
  void a_terminal_is_the_nodes_own_and_has_the_clients_size() {
    Node node = local.create("web1");

    Ran ran =
        local.run(
            local.endpoint(node),
            LocalFixture.guarded(node, "tty; stty size; echo $TERM"),
            Optional.of(new SessionRequest.Terminal("vt100", FixedSize.of(91, 17))));

    assertThat(ran.out()).isEqualTo("/dev/pts/0\r\n17 91\r\nvt100\r\n");
  }

  @Test
  void what_was_started_in_the_background_lives_on_when_the_program_ends() {
    Node node = local.create("web1");
    local.output(node, "sleep 876 >/dev/null 2>&1 & echo started");

    local.reopen();

    assertThat(local.output(node, "cat /proc/[0-9]*/cmdline | tr '\\0' ' '")).contains("sleep 876");
  }

  @Test
  void a_destroyed_node_leaves_no_process_no_mount_and_no_file() throws Exception {
    Node node = local.create("web1");
    String namespace = local.output(node, "readlink /proc/self/ns/pid");
    local.output(
        node, "(sleep 600 &) >/dev/null 2>&1 </dev/null; rm -r /etc/skel; touch /usr/local/x");

    local.cloud().destroy(node.id());
    local.cloud().destroy(node.id());

    // What waits for its parent to take note of its end holds the name for another moment.
    assertThat(eventually(() -> !namespaces().contains(namespace))).isTrue();
    assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
        .doesNotContain(directory.toString());
    assertThat(local.cloud().nodes()).isEmpty();
    try (Stream<Path> left = Files.walk(local.state)) {
      assertThat(left.map(path -> local.state.relativize(path).toString()))
          .containsExactlyInAnyOrder("", "lock", "nodes");
    }
  }

  @Test
  void a_node_whose_first_process_was_killed_is_stopped_and_starts_again_with_its_files()
      throws Exception {
    Node node = local.create("web1");
    local.output(node, "echo kept >/root/a; echo kept >/etc/b; mkdir /data; echo kept >/data/c");
    Path init = local.state.resolve("nodes").resolve(node.id().value()).resolve("init");
    ProcessIdentity process = ProcessIdentity.parse(Files.readString(init));

    ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();

    assertThat(eventually(() -> local.cloud().nodes().getFirst().state() == Node.State.STOPPED))
        .isTrue();
    assertThat(local.output(node, "cat /root/a /etc/b /data/c")).isEqualTo("kept\nkept\nkept");
    assertThat(local.cloud().nodes()).containsExactly(node);
  }

  @Test
  void a_node_with_a_damaged_record_stops_no_other_and_can_be_destroyed() throws Exception {
    Node node = local.create("web1");
    local.output(node, "(sleep 600 &) >/dev/null 2>&1 </dev/null");
    String namespace = local.output(node, "readlink /proc/self/ns/pid");
    Path files = local.state.resolve("nodes").resolve(node.id().value());
    Files.writeString(files.resolve("node.properties"), "");
    Files.writeString(files.resolve("init"), "");

    Node other = local.create("web2");
    assertThat(local.output(other, "hostname")).isEqualTo("web2");
    local.cloud().destroy(other.id());
    assertThat(local.cloud().nodes())
        .singleElement()
        .satisfies(
            listed -> {
              assertThat(listed.id()).isEqualTo(node.id());
              assertThat(listed.name()).isEqualTo("web1");
              assertThat(listed.state()).isEqualTo(Node.State.ERROR);
            });
    assertThatThrownBy(() -> local.endpoint(node))
        .hasMessageContaining(files.resolve("node.properties").toString())
        .hasMessageContaining("destroy-node web1");

    local.cloud().destroy(node.id());

    assertThat(eventually(() -> !namespaces().contains(namespace))).isTrue();
    assertThat(local.state.resolve("nodes")).isEmptyDirectory();
  }

  @Test
  void a_running_node_whose_first_process_is_not_on_record_any_more_is_found() throws Exception {
    for (String damage : List.of("", "12", "x y z 1", "\u0000\u0000", "1 1 boot pid:[1]")) {
      Node node = local.create("web1");
      Path init = local.state.resolve("nodes").resolve(node.id().value()).resolve("init");
      String namespace = local.output(node, "readlink /proc/self/ns/pid");
      Files.writeString(init, damage);

      assertThat(local.cloud().nodes()).containsExactly(node);
      assertThat(local.output(node, "readlink /proc/self/ns/pid")).isEqualTo(namespace);
      assertThat(local.output(node, "hostname")).isEqualTo("web1");
      local.cloud().destroy(node.id());
    }
  }

  @Test
  void a_running_node_whose_first_process_is_on_no_record_is_ended_when_it_is_destroyed()
      throws Exception {
    Node node = local.create("web1");
    String namespace = local.output(node, "readlink /proc/self/ns/pid");
    Files.delete(local.state.resolve("nodes").resolve(node.id().value()).resolve("init"));

    local.cloud().destroy(node.id());

    assertThat(eventually(() -> !namespaces().contains(namespace))).isTrue();
  }

  @Test
  void nobody_else_may_read_what_is_kept_of_nodes() throws IOException {
    local.create("web1");

    try (Stream<Path> all = Files.walk(local.state, 3)) {
      assertThat(
              all.filter(path -> !path.endsWith("fs") && !path.endsWith("layers"))
                  .filter(path -> !path.endsWith("vartmp")))
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .endsWith("------"));
    }
  }

  @Test
  void a_name_in_use_is_refused_and_free_again_after_destruction() {
    Node node = local.create("web1");

    assertThatThrownBy(() -> local.cloud().create(LocalFixture.request("web1")))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.failure()).isInstanceOf(CloudFailure.NameTaken.class));
    local.cloud().destroy(node.id());

    assertThat(local.create("web1").id()).isNotEqualTo(node.id());
  }

  @Test
  void a_repeated_request_gets_the_same_node() {
    local.create("other");
    NodeRequest request = LocalFixture.request("web1");

    Node node = local.cloud().create(request);

    assertThat(local.open().create(request)).isEqualTo(node);
    assertThat(local.cloud().nodes()).hasSize(2);
  }

  @Test
  void several_nodes_are_made_at_once() throws Exception {
    local.create("web0");
    List<Callable<Node>> calls = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      LocalCloud port = local.open();
      String name = "web" + i;
      calls.add(() -> port.create(LocalFixture.request(name)));
    }

    List<Future<Node>> made;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      made = threads.invokeAll(calls);
    }

    assertThat(made).allMatch(future -> future.resultNow().state() == Node.State.RUNNING);
    assertThat(local.cloud().nodes())
        .hasSize(7)
        .extracting(node -> node.publicAddresses().getFirst())
        .doesNotHaveDuplicates();
  }

  @Test
  void nodes_can_be_destroyed_at_the_same_time() throws Exception {
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Node node = local.create("web" + i);
      LocalCloud port = local.open();
      calls.add(
          () -> {
            port.destroy(node.id());
            return true;
          });
    }

    List<Future<Boolean>> destroyed;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      destroyed = threads.invokeAll(calls);
    }

    assertThat(destroyed).allMatch(future -> future.state() == Future.State.SUCCESS);
    assertThat(local.state.resolve("nodes")).isEmptyDirectory();
  }

  @Test
  void keys_and_user_data_of_the_request_are_on_the_node() {
    local.create("other");
    NodeRequest request =
        LocalFixture.request("web1", "t", List.of("ssh-ed25519 AAAA me"), Optional.of("#!data"));

    Node node = local.cloud().create(request);

    assertThat(
            local.output(
                node, "stat -c %a /root/.ssh /root/.ssh/authorized_keys; cat /root/.ssh/*"))
        .isEqualTo("700\n600\nssh-ed25519 AAAA me");
    assertThat(local.output(node, "cat /var/lib/cloud/instance/user-data.txt")).isEqualTo("#!data");
  }

  @Test
  void keys_that_stand_in_authorized_keys_may_log_in_and_others_may_not() throws IOException {
    Node node = local.create("web1");
    Path file = directory.resolve("key");
    String key = HostKeyPair.at(file).publicKey().toString();
    SshEndpoint mine =
        local.endpoint(node).withLogins(List.of(new Login.Key(Secret.of(Files.readString(file)))));

    assertThatThrownBy(() -> local.run(mine, "true", Optional.empty()))
        .isInstanceOf(ShellException.class);
    local.output(node, "mkdir -m 700 .ssh; echo '" + key + " me' >.ssh/authorized_keys");

    assertThat(local.run(mine, "true", Optional.empty()).exit().success()).isTrue();
  }

  @Test
  void a_nodes_host_key_is_its_own_and_stays() {
    HostTrust first = local.endpoint(local.create("web1")).trust();
    HostTrust other = local.endpoint(local.create("web2")).trust();
    local.reopen();

    assertThat(local.endpoint(local.cloud().nodes().getFirst()).trust()).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void a_node_that_is_not_there_cannot_be_awaited() {
    assertThatThrownBy(() -> local.cloud().await(new NodeId("nope"), Duration.ofSeconds(1)))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.failure()).isInstanceOf(CloudFailure.NotFound.class));
  }

  @Test
  void names_that_cannot_be_host_names_are_refused_before_anything_is_made() {
    for (String name : List.of("", "a/b", "..", "-a", "a b", "a\nb", "x".repeat(65), "ä")) {
      assertThatThrownBy(() -> local.cloud().create(LocalFixture.request(name)))
          .as(name)
          .isInstanceOfSatisfying(
              CloudException.class,
              e -> assertThat(e.failure()).isInstanceOf(CloudFailure.InvalidRequest.class));
    }
    assertThat(local.state).doesNotExist();
  }

  private static boolean eventually(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + LocalFixture.LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      if (condition.call()) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private static Set<String> namespaces() throws IOException {
    Set<String> all = new HashSet<>();
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      Path link = Path.of("/proc/" + process.pid() + "/ns/pid");
      try {
        all.add(Files.readSymbolicLink(link).toString());
      } catch (NoSuchFileException | AccessDeniedException e) {
        // Ended meanwhile, or another user's.
      }
    }
    return all;
  }
}
