package dev.provision.adapter.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.local.node.LocalFixture;
import dev.provision.adapter.local.node.LocalFixture.Ran;
import dev.provision.adapter.local.sandbox.EscapeAttempts;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.step.ExitStatus;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Nodes of an ordinary user. Where root runs the tests, another program makes them as the user
/// `nobody`.
class OrdinaryUserTest {
  private static final int NOBODY = 65534;

  /// What is noted of a command that killed the process that waits for it, as under OpenSSH.
  private static final String KILLED = new Ran(new ExitStatus.Exited(137), "", "") + "\n";

  @TempDir(cleanup = CleanupMode.NEVER)
  Path directory;

  private Path own;

  /// Makes a node, does on it what it is told, and destroys it.
  static final class Program {
    static final String RESTART = "restart";

    private Program() {}

    /// Writes what the commands did into the file `results`.
    ///
    /// @param arguments a directory, and commands for the node's shell, or [#RESTART]
    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      StringBuilder results = new StringBuilder();
      try (LocalFixture local = new LocalFixture(directory)) {
        Node node = local.create("one");
        for (String command : List.of(arguments).subList(1, arguments.length)) {
          if (command.equals(RESTART)) {
            local.endNode(node);
          } else {
            Ran ran = local.run(node, command);
            results.append(ran.exit().equals(new ExitStatus.Exited(0)) ? "" : ran + "\n");
            results.append(ran.out());
          }
        }
      }
      Files.writeString(directory.resolve("results"), results);
    }
  }

  @BeforeEach
  void a_directory_of_the_users_own() throws IOException {
    Files.setAttribute(directory, "unix:mode", 0755);
    own = Files.createDirectory(directory.resolve("own"));
    Files.setAttribute(own, "unix:mode", 0700);
    if (isRoot()) {
      Files.setAttribute(own, "unix:uid", NOBODY);
      Files.setAttribute(own, "unix:gid", NOBODY);
    }
  }

  @AfterEach
  void remove_it() throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path visited, @org.jspecify.annotations.Nullable IOException e) throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Test
  void the_user_is_root_on_the_node_and_may_change_settings_and_add_programs() throws Exception {
    String results =
        onANode(
            "id -u; hostname",
            "echo x >>/etc/passwd; echo x >/etc/new; echo x >/usr/local/bin/new; echo x"
                + " >/usr/bin/new",
            "tail -n 1 /etc/passwd; cat /etc/new /usr/local/bin/new /usr/bin/new",
            "mkdir -p /new/top /var/lib/new /opt/new /srv/new && echo made");

    assertThat(results).isEqualTo("0\none\nx\nx\nx\nx\nmade\n");
    assertThat(Path.of("/usr/bin/new")).doesNotExist();
    assertThat(Path.of("/etc/new")).doesNotExist();
  }

  @Test
  void ruin_on_the_node_leaves_the_users_other_processes_and_the_host_alone() throws Exception {
    String results =
        onANode(
            "rm -rf /etc/apt /etc/alternatives /opt /srv 2>/dev/null; kill -9 -1",
            "[ -e /etc/alternatives ] || echo removed");

    assertThat(results).isEqualTo(KILLED + "removed\n");
    assertThat(Path.of("/etc/alternatives")).exists();
  }

  @Test
  void a_node_that_starts_again_has_what_it_changed_and_not_what_it_removed() throws Exception {
    String results =
        onANode(
            "rm -rf /etc/alternatives /etc/hosts /etc/profile.d; mkdir /etc/profile.d",
            "echo kept >/etc/profile.d/mine; echo kept >/root/mine",
            "mkdir -p /etc/ssh; echo kept >/etc/ssh/ssh_host_mine_key",
            Program.RESTART,
            "ls /etc/profile.d; cat /etc/profile.d/mine /root/mine /etc/ssh/ssh_host_*",
            "[ -e /etc/hosts ] || [ -e /etc/alternatives ] || echo gone");

    assertThat(results).isEqualTo("mine\nkept\nkept\nkept\ngone\n");
  }

  @Test
  void in_a_container_of_the_users_that_grants_mounts_a_node_is_the_same() throws Exception {
    String results =
        onANode(
            List.of("unshare", "--user", "--map-root-user", "--mount"),
            "id -u; hostname; ls /sys | grep -c kernel",
            "echo x >>/etc/passwd; echo x >/usr/local/bin/new; tail -n 1 /etc/passwd",
            "rm -rf /etc/alternatives; kill -9 -1",
            Program.RESTART,
            "cat /usr/local/bin/new; [ -e /etc/alternatives ] || echo gone");

    assertThat(results).isEqualTo("0\none\n1\nx\n" + KILLED + "x\ngone\n");
    assertThat(Path.of("/etc/alternatives")).exists();
  }

  @Test
  void where_user_namespaces_are_switched_off_that_is_said_and_nothing_is_left() throws Exception {
    List<String> container =
        List.of(
            "unshare",
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            "echo 0 >/proc/sys/user/max_user_namespaces || exit;"
                + " exec setpriv --inh-caps=-all --bounding-set=-all \"$@\"",
            "sh");

    Process process = run(container, Map.of("PROVISION_REQUIRE_ALL", "true"), "echo ran");
    abortWithoutSandbox(Files.readString(log()));

    assertThat(process.exitValue()).isNotZero();
    assertThat(Files.readString(log()))
        .contains("CloudException: creating node one", "No space left on device")
        .contains("user namespaces are disabled", "sysctl user.max_user_namespaces=10000")
        .contains("Nothing runs unsandboxed");
    assertThat(own.resolve("results")).doesNotExist();
    assertThat(own.resolve("state/nodes")).isEmptyDirectory();
  }

  @Test
  void no_attempt_of_the_users_node_to_get_at_the_machine_succeeds() throws Exception {
    try (EscapeAttempts attempts = new EscapeAttempts(directory, own.resolve("state/nodes"))) {
      List<String> succeeded = new ArrayList<>(onANode(attempts.script()).lines().toList());

      assertThat(succeeded.removeLast()).isEqualTo("end");
      assertThat(succeeded).containsExactlyElementsOf(attempts.remaining());
    }
  }

  private String onANode(String... commands) throws IOException, InterruptedException {
    return onANode(List.of(), commands);
  }

  private String onANode(List<String> container, String... commands)
      throws IOException, InterruptedException {
    Process process = run(container, Map.of(), commands);
    String said = Files.readString(log());
    abortWithoutSandbox(said);
    assertThat(process.exitValue()).as(said).isZero();
    return Files.readString(own.resolve("results"));
  }

  private static void abortWithoutSandbox(String said) {
    boolean noContainer =
        said.contains("unshare failed")
            && !said.contains("CloudException")
            && !"true".equals(System.getenv("PROVISION_REQUIRE_ALL"));
    if (noContainer || said.contains("TestAbortedException")) {
      Assumptions.abort(said);
    }
  }

  private Process run(List<String> container, Map<String, String> environment, String... commands)
      throws IOException, InterruptedException {
    List<String> program = new ArrayList<>();
    if (isRoot()) {
      program.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY));
      program.add("--clear-groups");
    }
    program.addAll(container);
    program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    program.addAll(List.of("-cp", isRoot() ? readable() : System.getProperty("java.class.path")));
    program.add("-Duser.home=" + own);
    program.addAll(List.of(Program.class.getName(), own.toString()));
    program.addAll(List.of(commands));
    ProcessBuilder builder =
        new ProcessBuilder(program)
            .directory(own.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(Files.readString(log())).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return process;
  }

  private Path log() {
    return directory.resolve("log");
  }

  /// A copy of the class path that every user can read.
  private String readable() throws IOException {
    Path classes = Files.createDirectory(directory.resolve("classes"));
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path copy = classes.resolve(copies.size() + "-" + Path.of(entry).getFileName());
      copyTree(Path.of(entry), copy);
      copies.add(copy.toString());
    }
    return String.join(File.pathSeparator, copies);
  }

  private static void copyTree(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    try (var all = Files.walk(from)) {
      var sorted = new TreeMap<String, Path>();
      all.forEach(path -> sorted.put(from.relativize(path).toString(), path));
      for (var path : sorted.entrySet()) {
        Path copy = Files.copy(path.getValue(), to.resolve(path.getKey()));
        Files.setAttribute(copy, "unix:mode", Files.isDirectory(copy) ? 0755 : 0644);
      }
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
