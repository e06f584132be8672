package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.Fault;
import dev.provision.adapter.sshd.FaultyProxy;
import dev.provision.adapter.sshd.FaultyProxy.Direction;
import dev.provision.adapter.sshd.OpenSshNode;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A script of Provision's own whose connection is cut before it runs: nobody asked for its file.
@Timeout(300)
final class AbandonedScriptTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int POINTS = 40;

  private static final StepObserver NOBODY =
      new StepObserver() {
        @Override
        public void sent(long sent, long total) {}

        @Override
        public void started(int index) {}

        @Override
        public void output(int index, StepObserver.Stream stream, byte[] bytes) {}

        @Override
        public void finished(int index, StepResult result) {}
      };

  @TempDir private Path temporary;

  @Test
  void wherever_the_connection_is_cut_no_script_of_provisions_own_stays_on_the_node()
      throws Exception {
    String token = String.valueOf(temporary.getFileName());
    try (OpenSshNode node = new OpenSshNode(temporary, "MaxStartups 1000", "LogLevel ERROR")) {
      long bytes;
      try (FaultyProxy proxy = new FaultyProxy(node.address(), Fault.none())) {
        assertThat(ended(node, token, proxy)).isTrue();
        bytes = proxy.passed(Direction.TO_CLIENT);
      }
      int cut = 0;
      for (int i = 0; i < POINTS; i++) {
        long after = bytes * (POINTS + i) / (2 * POINTS);
        try (FaultyProxy proxy =
            new FaultyProxy(node.address(), Fault.cut(Direction.TO_CLIENT, after, i % 2 == 1))) {
          cut += ended(node, token, proxy) ? 0 : 1;
        }
      }
      assertThat(cut).isGreaterThan(POINTS / 2);
      node.awaitTidy();
    }
    try (Stream<Path> all = Files.list(Path.of("/tmp"))) {
      assertThat(all.map(Path::toString).filter(file -> file.contains(".provision-" + token)))
          .isEmpty();
    }
  }

  private static boolean ended(OpenSshNode node, String token, FaultyProxy proxy) {
    RunScript script =
        new RunScript(
            "/tmp/.provision-" + token + "-" + proxy.port() + "-own.sh",
            Content.of("rm -f \"$0\"\necho done\n".getBytes(US_ASCII)),
            0700,
            Map.of(),
            Optional.of(LIMIT),
            RunScript.OnFailure.STOP);
    try (RemoteShell shell =
        node.port().connect(node.endpoint().withPort(proxy.port()), LIMIT, _ -> {})) {
      shell.apply(List.of(script), NOBODY);
      return true;
    } catch (ShellException _) {
      return false;
    }
  }
}
