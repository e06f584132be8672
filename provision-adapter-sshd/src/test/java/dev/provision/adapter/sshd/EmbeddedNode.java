package dev.provision.adapter.sshd;

import dev.provision.adapter.sshd.server.EmbeddedServer;
import dev.provision.adapter.sshd.server.HostKeyPair;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellSettings;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.testkit.shell.ShellFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The embedded server with processes of this machine behind it.
public final class EmbeddedNode implements ShellFixture {
  private static final String USER = "somebody";

  private final Path directory;
  private final Keys keys = Keys.ed25519();
  private final EmbeddedServer server;
  private final RemoteShellPort port;

  /// @param loginShell runs the commands, as a login shell does
  public EmbeddedNode(Path temporary, List<String> loginShell) throws IOException {
    this(temporary, loginShell, UnaryOperator.identity(), Map.of());
  }

  /// @param rewrite what becomes of each command before it runs
  /// @param variables of every process
  public EmbeddedNode(
      Path temporary,
      List<String> loginShell,
      UnaryOperator<String> rewrite,
      Map<String, String> variables)
      throws IOException {
    directory = Files.createDirectory(temporary.resolve("node"));
    Path home = Files.createDirectory(temporary.resolve("home"));
    server =
        EmbeddedServer.start(
            InetAddress.getLoopbackAddress(),
            0,
            HostKeyPair.generate(),
            (user, key) -> user.equals(USER) && key.equals(keys.publicKey().toString()),
            (command, environment, terminal) -> {
              ProcessBuilder builder = process(loginShell, home, command.map(rewrite));
              builder.environment().putAll(environment);
              builder.environment().putAll(variables);
              return builder.start();
            });
    port = new SshdProvider().open(ShellSettings.in(temporary.resolve("state")));
  }

  /// A node whose processes have a mount namespace of their own.
  ///
  /// @param temporary where its own files go; may be used for several nodes
  /// @param tools the directory of its programs
  /// @param home the user's home directory
  /// @param mounts run before each command, with `$d` the home directory
  public static EmbeddedNode withMounts(Path temporary, String tools, Path home, String mounts)
      throws IOException {
    String login = "d=" + home + "\n" + mounts + "\nexec /bin/sh \"$@\"";
    return new EmbeddedNode(
        Files.createTempDirectory(temporary, "run"),
        List.of(Programs.require("unshare").toString(), "-Urmn", "/bin/sh", "-ec", login, "login"),
        UnaryOperator.identity(),
        Map.of("PATH", tools, "HOME", home.toString()));
  }

  private static ProcessBuilder process(List<String> shell, Path home, Optional<String> command) {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(shell));
    command.ifPresent(text -> builder.command().addAll(List.of("-c", text)));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("USER", USER);
    return builder.directory(home.toFile());
  }

  public EmbeddedServer server() {
    return server;
  }

  @Override
  public RemoteShellPort port() {
    return port;
  }

  @Override
  public SshEndpoint endpoint() {
    return endpoint(new HostTrust.KnownKeys(List.of(server.hostKey())));
  }

  public SshEndpoint endpoint(HostTrust trust) {
    return new SshEndpoint(
            server.address().getHostString(),
            server.address().getPort(),
            USER,
            List.of(new Login.Key(keys.privateKey())),
            trust)
        .withHostName("node.test");
  }

  @Override
  public String directory() {
    return directory.toString();
  }

  @Override
  public void close() {
    port.close();
    server.close();
  }
}
