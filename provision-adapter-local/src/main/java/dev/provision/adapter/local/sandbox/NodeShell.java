package dev.provision.adapter.local.sandbox;

import dev.provision.adapter.local.machine.ProcessIdentity;
import dev.provision.adapter.sshd.server.EmbeddedServer.Authenticator;
import dev.provision.adapter.sshd.server.EmbeddedServer.Launcher;
import dev.provision.adapter.sshd.server.EmbeddedServer.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a node's SSH server needs: who may log in, and how commands are started in the node.
///
/// Tested by `LocalCloudTest`.
public final class NodeShell implements Authenticator, Launcher {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final Sandbox sandbox;
  private final Path node;
  private final Init init;
  private final String loginKey;
  private final AuthorizedKeys authorizedKeys;

  /// Where the node's process 1 is looked up.
  @FunctionalInterface
  public interface Init {
    /// The process.
    ///
    /// @throws IOException if the node does not run; its message says so
    ProcessIdentity find() throws IOException;
  }

  /// @param sandbox starts commands
  /// @param node the node's directory
  /// @param init finds the node
  /// @param loginKey the key that always may log in: type and base64
  /// @param authorizedKeys the others
  public NodeShell(
      Sandbox sandbox, Path node, Init init, String loginKey, AuthorizedKeys authorizedKeys) {
    this.sandbox = sandbox;
    this.node = node;
    this.init = init;
    this.loginKey = loginKey;
    this.authorizedKeys = authorizedKeys;
  }

  @Override
  public boolean acceptsKey(String user, String key) {
    return user.equals("root") && (key.equals(loginKey) || authorizedKeys.has(key));
  }

  @Override
  public Process start(
      Optional<String> command, Map<String, String> environment, Optional<Terminal> terminal)
      throws IOException {
    List<String> shell =
        new ArrayList<>(List.of("/bin/sh", "-c", Sandbox.text("as_root.sh"), "sh"));
    command.ifPresent(shell::add);
    List<String> all = shell;
    if (terminal.isPresent()) {
      all = new ArrayList<>(List.of("/bin/sh", "-c", Sandbox.text("with_terminal.sh"), "sh"));
      all.addAll(terminal.get().around(shell));
    }
    return start(all, variables(environment));
  }

  @Override
  public void resized(Process process, Terminal terminal) {
    try {
      List<String> resize =
          List.of(
              "/bin/sh",
              "-c",
              Sandbox.text("resize_terminal.sh"),
              "sh",
              Long.toString(process.pid()),
              Integer.toString(terminal.columns()),
              Integer.toString(terminal.rows()));
      // What it says is of no use to anybody.
      start(resize, variables(Map.of())).destroy();
    } catch (IOException e) {
      // The node has just ended: no terminal is left to be resized.
    }
  }

  private Process start(List<String> command, Map<String, String> environment) throws IOException {
    // That it runs: who asks process 1 of a node that does not would wait.
    init.find();
    StringBuilder script = new StringBuilder();
    environment.forEach(
        (name, value) ->
            script.append("export ").append(name).append('=').append(quote(value)).append('\n'));
    // Out of the session of the process that waits for it: kill 0 would end that.
    script.append("exec setsid");
    command.forEach(word -> script.append(' ').append(quote(word)));
    script.append('\n');
    return NodeProcess.start(sandbox.pipes(node), script.toString(), init, START_LIMIT);
  }

  private static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static Map<String, String> variables(Map<String, String> client) {
    Map<String, String> all = new TreeMap<>();
    all.put("LANG", "C.UTF-8");
    all.putAll(client);
    all.put("HOME", "/root");
    all.put("USER", "root");
    all.put("LOGNAME", "root");
    all.put("SHELL", "/bin/sh");
    all.put("PATH", SystemPrograms.PATH);
    return all;
  }
}
