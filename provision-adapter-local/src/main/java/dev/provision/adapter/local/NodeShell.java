package dev.provision.adapter.local;

import dev.provision.adapter.sshd.EmbeddedServer.Authenticator;
import dev.provision.adapter.sshd.EmbeddedServer.Launcher;
import dev.provision.adapter.sshd.EmbeddedServer.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a node's SSH server needs: who may log in, and how commands are started in the node.
final class NodeShell implements Authenticator, Launcher {
  /// Runs as OpenSSH's server would: in the home directory, by root's login shell.
  private static final String AS_ROOT =
      """
      umask 022
      cd 2>/dev/null || cd /
      SHELL=/bin/sh
      while IFS=: read -r user _ _ _ _ _ shell; do
        if [ "$user" = root ] && [ -x "$shell" ]; then SHELL=$shell; break; fi
      done </etc/passwd
      export SHELL
      if [ $# = 0 ]; then exec "$SHELL" -l; else exec "$SHELL" -c "$1"; fi
      """;

  /// Guards a command that needs script(1).
  private static final String WITH_SCRIPT =
      """
      command -v script >/dev/null || {
        echo "a terminal needs the program script, which this node does not have (Debian: apt-get install bsdutils)" >&2
        exit 127
      }
      exec "$@"
      """;

  private final Sandbox sandbox;
  private final Init init;
  private final String loginKey;
  private final AuthorizedKeys authorizedKeys;

  /// Where the node's process 1 is looked up.
  @FunctionalInterface
  interface Init {
    /// The process.
    ///
    /// @throws IOException if the node does not run; its message says so
    ProcessIdentity find() throws IOException;
  }

  /// @param sandbox enters the node
  /// @param init finds the node
  /// @param loginKey the key that always may log in: type and base64
  /// @param authorizedKeys the others
  NodeShell(Sandbox sandbox, Init init, String loginKey, AuthorizedKeys authorizedKeys) {
    this.sandbox = sandbox;
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
    List<String> shell = new ArrayList<>(List.of("/bin/sh", "-c", AS_ROOT, "sh"));
    command.ifPresent(shell::add);
    List<String> all = shell;
    if (terminal.isPresent()) {
      all = new ArrayList<>(List.of("/bin/sh", "-c", WITH_SCRIPT, "sh"));
      all.addAll(terminal.get().around(shell));
    }
    return sandbox.enter(init.find(), all, variables(environment)).start();
  }

  @Override
  public void resized(Process process, Terminal terminal) {
    try {
      for (ProcessHandle child : process.descendants().toList()) {
        Optional<String> device = terminalOf(child.pid());
        if (device.isPresent()) {
          resize(device.get(), terminal);
          return;
        }
      }
    } catch (IOException e) {
      // The command has just ended: no terminal is left to be resized.
    }
  }

  private void resize(String device, Terminal terminal) throws IOException {
    List<String> stty = List.of("stty", "-F", device);
    List<String> command = new ArrayList<>(stty);
    command.addAll(List.of("cols", Integer.toString(terminal.columns())));
    command.addAll(List.of("rows", Integer.toString(terminal.rows())));
    sandbox
        .enter(init.find(), command, variables(Map.of()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private Optional<String> terminalOf(long pid) throws IOException {
    try {
      Path input = sandbox.processes().proc().resolve(pid + "/fd/0");
      String target = Files.readSymbolicLink(input).toString();
      return target.matches("/dev/pts/[0-9]+") ? Optional.of(target) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> variables(Map<String, String> client) {
    Map<String, String> all = new TreeMap<>();
    all.put("LANG", "C.UTF-8");
    all.putAll(client);
    all.put("HOME", "/root");
    all.put("USER", "root");
    all.put("LOGNAME", "root");
    all.put("SHELL", "/bin/sh");
    all.put("PATH", Programs.PATH);
    return all;
  }
}
