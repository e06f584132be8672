package dev.provision.adapter.local.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.local.machine.ProcessTableTest;
import dev.provision.adapter.local.node.LocalFixture;
import dev.provision.ports.cloud.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What scripts do on a node stays on the node. Real sandboxes, real commands.
class IsolationTest {
  @TempDir Path directory;
  private LocalFixture local;
  private Node node;

  @BeforeEach
  void make_a_node() {
    local = new LocalFixture(directory);
    node = local.create("one");
  }

  @AfterEach
  void destroy_all() {
    local.close();
  }

  @Test
  void removing_the_system_on_the_node_leaves_the_hosts_untouched() throws IOException {
    String before = hostSystem();

    // A large /usr takes its time: the programs go first, the rest as far as it gets.
    local.run(
        node, "timeout 5 rm -rf /usr/bin /usr/sbin /etc /dev /opt /srv /var /usr 2>/dev/null");

    assertThat(hostSystem()).isEqualTo(before);
    assertThat(local.run(node, "exit 0").exit().success()).isFalse();
  }

  @Test
  void changes_to_the_system_are_seen_on_the_node_only() {
    String mark = "provision-test-" + ProcessHandle.current().pid();

    local.output(node, "echo x >/usr/local/bin/" + mark + "; echo x >/etc/" + mark);

    assertThat(local.output(node, "cat /usr/local/bin/" + mark + " /etc/" + mark))
        .isEqualTo("x\nx");
    assertThat(Path.of("/usr/local/bin", mark)).doesNotExist();
    assertThat(Path.of("/etc", mark)).doesNotExist();
  }

  @Test
  void killing_everything_on_the_node_ends_nothing_on_the_host() throws Exception {
    Process bystander = new ProcessBuilder("sleep", "600").start();
    try {
      local.output(node, "(sleep 600 & sleep 600 & sleep 600 &) >/dev/null 2>&1 </dev/null");

      local.run(node, "kill -9 -1; exec kill -9 -1");
      local.run(node, "kill -TERM 0");

      assertThat(bystander.isAlive()).isTrue();
      assertThat(local.cloud().nodes()).extracting(Node::state).containsOnly(Node.State.RUNNING);
      assertThat(local.output(node, "cat /proc/[0-9]*/comm | grep -c sleep || true"))
          .isEqualTo("0");
    } finally {
      bystander.destroyForcibly();
    }
  }

  @Test
  void the_hosts_files_outside_the_system_cannot_be_seen() throws IOException {
    Path outside = Files.writeString(directory.resolve("outside"), "secret");
    Path shared = Files.createTempFile(Path.of("/var/tmp"), "provision-test", "");
    try {
      assertThat(local.run(node, "cat " + outside).exit().success()).isFalse();
      assertThat(local.run(node, "cat " + shared).exit().success()).isFalse();
      assertThat(local.run(node, "ls " + local.state).exit().success()).isFalse();
      assertThat(local.output(node, "ls -A /home /tmp /var/tmp /mnt /media | grep -v : | xargs"))
          .isEmpty();
      assertThat(local.output(node, "ls -A /root")).isEmpty();
    } finally {
      Files.delete(shared);
    }
  }

  @Test
  void two_nodes_do_not_see_each_others_processes_and_files() {
    Node other = local.create("two");

    local.output(node, "echo x >/tmp/mine; (sleep 987 &) >/dev/null 2>&1 </dev/null");

    assertThat(local.output(node, "cat /proc/[0-9]*/cmdline | tr '\\0' ' '")).contains("sleep 987");
    assertThat(local.output(other, "cat /proc/[0-9]*/cmdline | tr '\\0' ' '"))
        .doesNotContain("sleep 987");
    assertThat(local.output(other, "ls -A /tmp")).isEmpty();
  }

  @Test
  void roots_power_ends_at_the_node() {
    String kept = "00000000a00405fb";
    assertThat(local.output(node, "grep -E 'Cap(Prm|Eff|Bnd)' /proc/self/status /proc/1/status"))
        .isEqualTo(
            Stream.of("self", "1")
                .flatMap(
                    process ->
                        Stream.of("CapPrm", "CapEff", "CapBnd")
                            .map(set -> "/proc/" + process + "/status:" + set + ":\t" + kept))
                .reduce((a, b) -> a + "\n" + b)
                .orElseThrow());
    for (String attempt :
        List.of(
            "date -s \"$(date)\"",
            "mount -t tmpfs x /mnt",
            "mknod /tmp/x c 1 3",
            "echo 0 >/proc/sys/kernel/panic",
            "echo x >/proc/sysrq-trigger",
            "chmod 600 /dev/null",
            "mkdir /sys/fs/cgroup/x",
            "unshare -U -r -m umount /proc/sys")) {
      assertThat(local.run(node, attempt).exit().success()).as(attempt).isFalse();
    }
  }

  @Test
  void the_node_has_a_host_name_devices_and_terminals_of_its_own() {
    assertThat(local.output(node, "hostname; cat /etc/hostname")).isEqualTo("one\none");
    assertThat(local.output(node, "getent hosts one"))
        .startsWith(node.publicAddresses().getFirst());
    assertThat(local.output(node, "echo x >/dev/null; head -c 3 /dev/zero | wc -c")).isEqualTo("3");
    assertThat(local.output(node, "ls /dev"))
        .doesNotContain("mem")
        .doesNotContain("kmsg")
        .doesNotContain("loop");
  }

  @Test
  void the_hosts_network_can_be_used() throws IOException {
    Path resolver = Path.of("/etc/resolv.conf");
    String expected = Files.exists(resolver) ? Files.readString(resolver).strip() : "";

    assertThat(local.output(node, "cat /etc/resolv.conf")).isEqualTo(expected);
    assertThat(local.output(node, "readlink /proc/self/ns/net"))
        .isEqualTo(ProcessTableTest.namespace("net"));
  }

  @Test
  void orphans_are_reaped() {
    local.output(node, "for i in 1 2 3; do (sh -c 'sleep 0.01 & exit' &); done");

    assertThat(
            local.output(
                node,
                "n=0; while grep -qs 'State:.Z' /proc/[0-9]*/status && [ $n -lt 500 ];"
                    + " do n=$((n+1)); sleep 0.01; done;"
                    + " cat /proc/[0-9]*/status | grep -c 'State:.Z' || true"))
        .isEqualTo("0");
  }

  private static String hostSystem() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String top : List.of("/etc", "/usr", "/usr/bin", "/var", "/dev", "/opt", "/srv")) {
      try (Stream<Path> children = Files.list(Path.of(top))) {
        text.append(new TreeSet<>(children.map(Path::toString).toList())).append('\n');
      }
    }
    return text
        + Files.readString(Path.of("/etc/passwd"))
        + PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of("/dev/null")));
  }
}
