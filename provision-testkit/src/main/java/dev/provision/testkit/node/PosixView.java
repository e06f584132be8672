package dev.provision.testkit.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.SessionRequest;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.ExitStatus;
import dev.provision.testkit.cloud.NodeView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Looks at a node through commands that POSIX names, over a connection of its own for each look.
///
/// @param port the way to the node
/// @param endpoint the node
public record PosixView(RemoteShellPort port, SshEndpoint endpoint) implements NodeView {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String RIGHTS = "rwxrwxrwx";

  @Override
  public Optional<Integer> mode(String path) {
    String line = text("ls -ld -- " + quoted(path) + " 2>/dev/null || true");
    if (line.isEmpty()) {
      return Optional.empty();
    }
    int mode = 0;
    for (int i = 0; i < RIGHTS.length(); i++) {
      mode = mode << 1 | (line.charAt(i + 1) == RIGHTS.charAt(i) ? 1 : 0);
    }
    return Optional.of(mode);
  }

  @Override
  public byte[] content(String path) {
    return run("cat -- " + quoted(path), new byte[0]);
  }

  @Override
  public List<String> tree(String directory) {
    String names = text("find " + quoted(directory) + " -exec printf '%s\\000' {} +");
    return Stream.of(names.split("\0", -1))
        .filter(name -> !name.isEmpty() && !name.equals(directory))
        .sorted()
        .toList();
  }

  @Override
  public void put(String path, byte[] content) {
    run("cat >" + quoted(path) + " && chmod 644 " + quoted(path), content);
  }

  @Override
  public void makeDirectory(String path) {
    run("mkdir -p -- " + quoted(path), new byte[0]);
  }

  private String text(String command) {
    return new String(run(command, new byte[0]), UTF_8);
  }

  private byte[] run(String command, byte[] input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (RemoteShell shell = port.connect(endpoint, LIMIT, reason -> {})) {
      ExitStatus status =
          shell.session(
              new SessionRequest(
                  Optional.of(command),
                  Optional.empty(),
                  new ByteArrayInputStream(input),
                  out,
                  err));
      assertThat(status.success()).as("%s: %s %s", command, status, err).isTrue();
    }
    return out.toByteArray();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
