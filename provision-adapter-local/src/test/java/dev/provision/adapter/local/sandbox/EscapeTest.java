package dev.provision.adapter.local.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.local.FixedSize;
import dev.provision.adapter.local.node.LocalFixture;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.shell.SessionRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What programs that want to get out of a node try. Real sandboxes, real attempts.
class EscapeTest {
  /// Programs that one would start on the way into a node, or on the way to its first process.
  private static final List<String> PROGRAMS =
      List.of(
          "setpriv",
          "nsenter",
          "unshare",
          "setsid",
          "env",
          "su",
          "login",
          "mount",
          "umount",
          "mkfifo",
          "mkdir",
          "rmdir",
          "rm",
          "hostname",
          "pivot_root",
          "chroot",
          "script",
          "stty",
          "readlink",
          "bash",
          "perl",
          "cat");

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
  void no_attempt_to_get_at_the_machine_succeeds() throws IOException {
    String sh = String.valueOf(Files.getLastModifiedTime(Path.of("/bin/sh").toRealPath()));
    try (EscapeAttempts attempts = new EscapeAttempts(directory, local.state.resolve("nodes"))) {
      assertThat(EscapeAttempts.count()).isGreaterThanOrEqualTo(81);

      List<String> succeeded =
          new ArrayList<>(local.output(node, attempts.script()).lines().toList());

      assertThat(succeeded.removeLast()).isEqualTo("end");
      assertThat(succeeded).containsExactlyElementsOf(attempts.remaining());
    }
    assertThat(String.valueOf(Files.getLastModifiedTime(Path.of("/bin/sh").toRealPath())))
        .isEqualTo(sh);
    assertThat(local.output(node, "echo goes on")).isEqualTo("goes on");
  }

  @Test
  void replaced_programs_never_get_more_power_than_the_node_has() throws Exception {
    // Each notes what it could do, and goes on as the program that it was.
    local.output(
        node,
        """
        mkdir -p /root/real; : >/root/log
        for name in %s; do
          program=$(command -v "$name") || continue
          cp -L "$program" "/root/real/$name"
          {
            echo '#!/root/real/sh'
            echo 'while read -r key value; do'
            echo '  case $key in Cap*) echo "$key $value" >>/root/log;; esac'
            echo 'done </proc/self/status'
            echo "exec /root/real/$name \\"\\$@\\""
          } >"/root/$name"
        done
        cp -L /bin/sh /root/real/sh
        for name in %s; do
          [ ! -e "/root/$name" ] || [ -L "$(command -v "$name")" ] || /root/real/perl -e '
            unlink $ARGV[1]; open my $i, "<", $ARGV[0]; open my $o, ">", $ARGV[1]; print {$o} <$i>; chmod 0755, $o
            ' "/root/$name" "$(command -v "$name")"
        done
        """
            .formatted(String.join(" ", PROGRAMS), String.join(" ", PROGRAMS)));

    useAllWays();
    local.endNode(node);
    useAllWays();

    List<String> powers =
        local.output(node, "/root/real/cat /root/log").lines().distinct().toList();
    assertThat(powers).isNotEmpty().allMatch(EscapeTest::isTheNodes);
  }

  private void useAllWays() {
    assertThat(local.output(node, "echo here")).isEqualTo("here");
    assertThat(
            local
                .run(
                    local.endpoint(node),
                    LocalFixture.guarded(node, "tty; stty size"),
                    Optional.of(new SessionRequest.Terminal("vt100", FixedSize.of(91, 17))))
                .out())
        .contains("/dev/pts/");
  }

  private static boolean isTheNodes(String line) {
    long power = Long.parseUnsignedLong(line.split("\\s+", -1)[1], 16);
    return (power & ~0xa00405fbL) == 0;
  }

  @Test
  void a_node_whose_loader_and_shell_are_replaced_starts_again_and_harms_nothing()
      throws Exception {
    local.output(
        node,
        """
        for file in /lib64/ld-* /lib/ld-* /lib/*/ld-* /lib/*/libc.so.6 /bin/sh /bin/setpriv; do
          [ ! -e "$file" ] || perl -e 'my $f = readlink($ARGV[0]) ? `realpath $ARGV[0]` : $ARGV[0]; chomp $f; push @f, $f; rename $f, "$f.x"; open my $o, ">", $f; print $o "not a program"; chmod 0755, $o' "$file" || :
        done; :
        """);

    local.endNode(node);

    // That it was made ready shows that none of its own programs was needed for it.
    local.endpoint(node);
    assertThat(local.run(node, "true").exit().success()).isFalse();
  }
}
