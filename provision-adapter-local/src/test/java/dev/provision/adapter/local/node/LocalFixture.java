package dev.provision.adapter.local.node;

import dev.provision.adapter.local.machine.ProcessIdentity;
import dev.provision.adapter.local.machine.ProcessTable;
import dev.provision.adapter.local.machine.ProcessTableTest;
import dev.provision.adapter.local.machine.ThisMachine;
import dev.provision.adapter.sshd.SshdProvider;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.SessionRequest;
import dev.provision.ports.shell.ShellSettings;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.ExitStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/// Real nodes on the machine that runs the tests, and commands in them over SSH.
public final class LocalFixture implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(30);

  public final Path state;
  private final RemoteShellPort shells;
  private LocalCloud cloud;

  public LocalFixture(Path directory) {
    this.state = directory.resolve("state");
    this.shells = new SshdProvider().open(ShellSettings.in(directory.resolve("ssh")));
    this.cloud = open();
  }

  /// What a command on a node did.
  public record Ran(ExitStatus exit, String out, String err) {}

  public LocalCloud cloud() {
    return cloud;
  }

  /// Another port to the same nodes, as another program would have.
  LocalCloud open() {
    return new LocalCloud(
        state,
        Path.of(System.getProperty("user.home", "/")),
        new ThisMachine(Path.of("/"), 2),
        InstantSource.system(),
        new Random());
  }

  /// As if this program had ended and another one had started.
  void reopen() {
    cloud.close();
    cloud = open();
  }

  /// Makes a node; where the kernel grants no sandbox, the test cannot be run.
  public Node create(String name) {
    try {
      return cloud.create(request(name));
    } catch (CloudException e) {
      if (e.failure() instanceof CloudFailure.Unsupported
          && !"true".equals(System.getenv("PROVISION_REQUIRE_ALL"))) {
        Assumptions.abort(e.failure().reason());
      }
      throw e;
    }
  }

  static NodeRequest request(String name) {
    return request(name, UUID.randomUUID().toString(), List.of(), Optional.empty());
  }

  static NodeRequest request(
      String name, String token, List<String> keys, Optional<String> userData) {
    return new NodeRequest(
        name,
        token,
        new Image("host", "any"),
        new Size(
            "shared", "shared", OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty()),
        new Location("local", "here"),
        userData,
        Optional.empty(),
        keys,
        Map.of());
  }

  /// Runs a command on the node, if it is the node: what these tests do would ruin the host.
  public Ran run(Node node, String command) {
    return run(endpoint(node), guarded(node, command), Optional.empty());
  }

  /// Its output, if it succeeds.
  public String output(Node node, String command) {
    Ran ran = run(node, command);
    if (!ran.exit().success()) {
      throw new AssertionError(command + ": " + ran);
    }
    return ran.out().strip();
  }

  public SshEndpoint endpoint(Node node) {
    return cloud.await(node.id(), LIMIT).endpoint();
  }

  public Ran run(SshEndpoint endpoint, String command, Optional<SessionRequest.Terminal> terminal) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    try (RemoteShell shell = shells.connect(endpoint, LIMIT, _ -> {})) {
      ExitStatus exit =
          shell.session(
              new SessionRequest(
                  Optional.of(command), terminal, new ByteArrayInputStream(new byte[0]), out, err));
      return new Ran(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }

  /// Ends the node's first process, as a failure of the machine would; returns when it has ended.
  public void endNode(Node node) throws IOException {
    Path init = state.resolve("nodes").resolve(node.id().value()).resolve("init");
    ProcessIdentity process = ProcessIdentity.parse(Files.readString(init));
    ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (new ProcessTable(Path.of("/proc")).isAlive(process)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the node goes on without its first process");
      }
      Thread.onSpinWait();
    }
  }

  public static String guarded(Node node, String command) {
    try {
      String host = ProcessTableTest.namespace("mnt");
      return "[ $(hostname) = "
          + node.name()
          + " ] && [ $(cat /etc/hostname) = "
          + node.name()
          + " ] && [ $(readlink /proc/self/ns/mnt) != '"
          + host
          + "' ] || exit 99\n"
          + command;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (Node node : cloud.nodes()) {
      cloud.destroy(node.id());
    }
    cloud.close();
    shells.close();
  }
}
