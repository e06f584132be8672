package dev.provision.adapter.local.sandbox;

import dev.provision.adapter.local.machine.ProcessTableTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What `attempts.txt` lists, as a script for a node, and what the machine has that it looks for.
public final class EscapeAttempts implements AutoCloseable {
  /// Listens on both sockets, puts a key into the user's keyring, and says which version of
  /// Landlock the kernel has; takes the key away when its input ends.
  private static final String MACHINE =
      """
      use Socket;
      my ($file, $abstract, $add, $keyctl) = @ARGV;
      for my $name ($file, "\\0$abstract") {
        socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die "$!";
        bind($s, pack_sockaddr_un($name)) && listen($s, 9) or die "$!";
        push @sockets, $s;
      }
      chmod 0666, $file;
      my @key = ("user", "provision-attempt", "x", 1, -4);
      my $key = syscall($add + 0, @key);
      $| = 1;
      print syscall(444, 0, 0, 1), "\\n";
      <STDIN>;
      syscall($keyctl + 0, 3, $key) if $key > 0;
      """;

  private final Process machine;
  private final int landlock;
  private final Map<String, String> names = new TreeMap<>();

  /// @param directory where the machine's file and socket are
  /// @param nodes where the nodes' directories are
  public EscapeAttempts(Path directory, Path nodes) throws IOException {
    Path socket = directory.resolve("socket");
    String abstractSocket = "provision-attempt-" + ProcessHandle.current().pid();
    boolean arm = "aarch64".equals(System.getProperty("os.arch"));
    machine =
        new ProcessBuilder(
                List.of(
                    "perl",
                    "-e",
                    MACHINE,
                    socket.toString(),
                    abstractSocket,
                    arm ? "217" : "248",
                    arm ? "219" : "250"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = machine.inputReader();
    landlock = Integer.parseInt(String.valueOf(said.readLine()));
    names.put("machine_pid", Long.toString(machine.pid()));
    names.put("machine_file", Files.writeString(directory.resolve("file"), "x").toString());
    names.put("machine_socket", socket.toString());
    names.put("machine_namespace", ProcessTableTest.namespace("mnt"));
    names.put("node_directory", nodes.toString());
    names.put("abstract", abstractSocket);
  }

  /// The names of the attempts that are known to succeed here.
  public List<String> remaining() {
    return landlock >= 6 ? List.of() : List.of("abstract socket of the machine");
  }

  /// How many there are.
  static int count() throws IOException {
    return attempts().size();
  }

  /// Makes all attempts, and prints the names of those that succeed.
  public String script() throws IOException {
    StringBuilder script = new StringBuilder("cd /root || exit\n");
    names.forEach((name, value) -> script.append(name + "='" + value + "'\n"));
    script.append("cat >call.pl <<'END'\n").append(resource("call.pl")).append("END\n");
    script.append("call() { perl /root/call.pl \"$@\"; }\n");
    for (Map.Entry<String, String> attempt : attempts().entrySet()) {
      script.append(
          "( %s\n) >/dev/null 2>&1 </dev/null && echo \"%s\"\n"
              .formatted(attempt.getValue(), attempt.getKey()));
    }
    return script.append("echo end\n").toString();
  }

  private static Map<String, String> attempts() throws IOException {
    Map<String, String> attempts = new TreeMap<>();
    for (String line : resource("attempts.txt").lines().toList()) {
      int colon = line.indexOf(": ");
      if (!line.startsWith("#")
          && attempts.put(line.substring(0, colon), line.substring(colon + 2)) != null) {
        throw new AssertionError("two attempts of one name: " + line);
      }
    }
    return attempts;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = EscapeAttempts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() throws IOException {
    machine.getOutputStream().close();
    machine.destroy();
  }
}
