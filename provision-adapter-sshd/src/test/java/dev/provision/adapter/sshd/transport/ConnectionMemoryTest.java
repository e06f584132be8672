package dev.provision.adapter.sshd.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.EmbeddedNode;
import dev.provision.adapter.sshd.Endpoints;
import dev.provision.adapter.sshd.OtherJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How much of the heap a connection takes.
@Timeout(120)
final class ConnectionMemoryTest {
  private static final int FEW = 10;
  private static final int MANY = 60;

  @TempDir private Path temporary;

  @Test
  void a_connection_in_the_middle_of_a_script_takes_less_than_a_quarter_of_a_megabyte()
      throws Exception {
    // Homes of their own: there is one run at a time in each.
    String home = "HOME=$(mktemp -d \"$HOME/XXXXXX\"); export HOME; ";
    try (EmbeddedNode node =
        new EmbeddedNode(temporary, List.of("/bin/sh"), home::concat, Map.of())) {
      List<String> arguments =
          new ArrayList<>(Endpoints.arguments(node.endpoint(), temporary.resolve("id")));
      arguments.addAll(List.of(node.directory(), String.valueOf(FEW), String.valueOf(MANY)));

      List<String> lines =
          OtherJvm.run(temporary.resolve("log"), "-Xmx256m", ManyConnections.class, arguments);

      assertThat(lines).hasSize(2);
      long few = Long.parseLong(lines.getFirst());
      long many = Long.parseLong(lines.getLast());
      assertThat((many - few) / (MANY - FEW)).as(lines.toString()).isLessThan(250_000);
    }
  }
}
