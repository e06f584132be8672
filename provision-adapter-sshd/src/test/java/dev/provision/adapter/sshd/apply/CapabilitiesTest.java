package dev.provision.adapter.sshd.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.NodeTools;
import dev.provision.adapter.sshd.Programs;
import dev.provision.adapter.sshd.SharedNode;
import dev.provision.ports.step.StepResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Capabilities that a program has lost, since a file has taken its place, are named.
@Timeout(60)
final class CapabilitiesTest {
  private static final List<String> TOOLS =
      List.of(
          "cat", "chmod", "chown", "cmp", "cp", "df", "env", "flock", "getcap", "grep", "id", "ls",
          "mkdir", "mkfifo", "mv", "rm", "rmdir", "sh", "sleep", "tar", "uname", "wc");

  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void are_named(boolean perl) throws Exception {
    Programs.require("setcap");
    try (NodeTools tools = NodeTools.in(temporary, TOOLS);
        SharedNode node = new SharedNode("/bin/sh", tools.path())) {
      if (perl) {
        tools.add("perl");
      }
      Path target = node.victim().resolve("ping");
      Files.writeString(target, "old");
      SharedNode.chmod(target, "755");
      Programs.run("setcap", "cap_net_raw=ep", target.toString());

      assertThat(node.apply(SharedNode.put(target, "new")))
          .isEqualTo(
              new StepResult.FilePut(
                  true, "its capabilities (cap_net_raw=ep) were not kept: setcap gives them back"));
      assertThat(node.apply(SharedNode.put(target, "newer")))
          .isEqualTo(new StepResult.FilePut(true));
    }
  }
}
