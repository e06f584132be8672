package dev.provision.adapter.sshd.apply;

import dev.provision.adapter.sshd.EmbeddedNode;
import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.testkit.shell.RebootContract.RestartableNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A node with the runner of real nodes, whose programs that restart it are the test's: they end
/// all processes of the command and change the boot ID. Each command finds files of the test's
/// mounted over the machine's, and the machine's own programs for this are out of reach.
final class RestartingNode implements RestartableNode {
  static final List<String> PROGRAMS = List.of("systemctl", "reboot", "shutdown", "busybox");

  private final Path programs;
  private final Path boot;
  private final EmbeddedNode node;

  /// @param sh what is taken for `/bin/sh`
  RestartingNode(Path temporary, String sh) throws IOException {
    programs = Files.createDirectory(temporary.resolve("programs"));
    boot = Files.writeString(temporary.resolve("boot"), UUID.randomUUID() + "\n");
    Path lib = Files.createDirectory(temporary.resolve("lib"));
    restartWith("cat /proc/sys/kernel/random/uuid >" + boot + "; kill -KILL 0");
    boolean root = System.getProperty("user.name").equals("root");
    List<String> login = new ArrayList<>();
    // A process group of its own, which a restart ends.
    login.add(Programs.require("setsid").toString());
    login.add(Programs.require("unshare").toString());
    // A name of its own: a run of this host with another boot ID would be one that has ended.
    login.add(root ? "-mu" : "-Urmu");
    login.addAll(
        List.of(
            "/bin/sh",
            "-ec",
            "hostname restarting; mount --bind %s /proc/sys/kernel/random/boot_id; mount --bind %s /var/lib; exec /bin/sh \"$@\""
                .formatted(boot, lib),
            "login"));
    node =
        new EmbeddedNode(
            temporary,
            login,
            command -> command.replace("/bin/sh -c", sh + " -c"),
            Map.of("PATH", programs + ":" + System.getenv("PATH")));
  }

  /// Lets each program that restarts the node do this.
  void restartWith(String commands) throws IOException {
    for (String name : PROGRAMS) {
      Path program = programs.resolve(name);
      Files.writeString(
          program, "#!/bin/sh\necho \"${0##*/} $*\" >>" + programs + "/log\n" + commands + "\n");
      if (!program.toFile().setExecutable(true)) {
        throw new IOException(program + " cannot be made executable");
      }
    }
  }

  /// What has been called, with its arguments.
  String called() throws IOException {
    return Files.readString(programs.resolve("log")).strip();
  }

  @Override
  public void refuseRestarts() {
    restart("echo refused >&2; exit 1");
  }

  @Override
  public void ignoreRestarts() {
    restart("exit 0");
  }

  private void restart(String commands) {
    try {
      restartWith(commands);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public RemoteShellPort port() {
    return node.port();
  }

  @Override
  public SshEndpoint endpoint() {
    return node.endpoint();
  }

  @Override
  public String directory() {
    return node.directory();
  }

  @Override
  public void close() {
    node.close();
  }
}
