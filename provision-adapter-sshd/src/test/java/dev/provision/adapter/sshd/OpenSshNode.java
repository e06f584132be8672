package dev.provision.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.server.HostKeyPair;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellSettings;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.testkit.shell.ShellFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// OpenSSH's own server on the loopback interface, for the user who runs the tests.
public final class OpenSshNode implements ShellFixture {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Path directory;
  private final Path log;
  private final Keys keys = Keys.ed25519();
  private final HostKey hostKey;
  private final Path authorized;
  private final Process sshd;
  private final int tcpPort;
  private final RemoteShellPort port;

  public OpenSshNode(Path temporary, String... configuration) throws Exception {
    Path program = Programs.require("sshd");
    log = temporary.resolve("sshd.log");
    directory = Files.createDirectory(temporary.resolve("node"));
    // Not the tester's: that one's shell may have a lot to say, and may take its time.
    Path home = Files.createDirectory(temporary.resolve("home"));
    Path key = temporary.resolve("host_key");
    hostKey = HostKeyPair.at(key).publicKey();
    authorized = temporary.resolve("authorized_keys");
    Files.writeString(authorized, keys.publicKey() + "\n");
    tcpPort = unusedPort();
    Path file = temporary.resolve("sshd_config");
    Files.writeString(
        file,
        """
        ListenAddress %s:%s
        HostKey %s
        AuthorizedKeysFile %s
        PidFile none
        SetEnv HOME=%s TMPDIR=%s
        StrictModes no
        UsePAM no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        %s
        """
            .formatted(
                LOOPBACK.getHostAddress(),
                tcpPort,
                key,
                authorized,
                home,
                Files.createDirectory(temporary.resolve("tmp")),
                String.join("\n", configuration)));
    if (System.getProperty("user.name").equals("root")) {
      // Where it gives up its rights before a login; compiled in.
      Files.createDirectories(Path.of("/run/sshd"));
    }
    sshd =
        new ProcessBuilder(program.toString(), "-D", "-e", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    port = new SshdProvider().open(ShellSettings.in(temporary.resolve("state")));
    awaitListening();
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }

  private void awaitListening() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(LOOPBACK, tcpPort));
        return;
      } catch (IOException e) {
        if (!sshd.isAlive() || System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(10);
      }
    }
  }

  @Override
  public RemoteShellPort port() {
    return port;
  }

  @Override
  public SshEndpoint endpoint() {
    return endpoint(List.of(new Login.Key(keys.privateKey())));
  }

  public SshEndpoint endpoint(List<Login> logins) {
    return new SshEndpoint(
            LOOPBACK.getHostAddress(),
            tcpPort,
            System.getProperty("user.name"),
            logins,
            new HostTrust.KnownKeys(List.of(hostKey)))
        .withHostName("node.test");
  }

  public HostKey hostKey() {
    return hostKey;
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(LOOPBACK, tcpPort);
  }

  /// Waits until nothing is left of any run in the usual places.
  public void awaitTidy() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    // What was cut off may still be on its way: a run may begin after the first look.
    for (int tidy = 0; tidy < 10; tidy++) {
      List<Path> left = temporaries();
      if (!left.isEmpty()) {
        assertThat(System.nanoTime()).as(left.toString()).isLessThan(deadline);
        tidy = 0;
      }
      Thread.sleep(10);
    }
  }

  private List<Path> temporaries() {
    List<Path> found = new ArrayList<>();
    for (Path place : List.of(directory, directory.resolveSibling("tmp"))) {
      try (Stream<Path> files = Files.walk(place)) {
        files.filter(file -> file.toString().contains("/.provision")).forEach(found::add);
      } catch (NoSuchFileException | UncheckedIOException e) {
        found.add(place); // it is just being removed
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  public int tcpPort() {
    return tcpPort;
  }

  /// A key that may log in.
  public Keys keys() {
    return keys;
  }

  /// What the server has said.
  public String log() throws IOException {
    return Files.readString(log);
  }

  /// Lets another key log in.
  public void authorize(String line) throws IOException {
    Files.writeString(authorized, line + "\n", StandardOpenOption.APPEND);
  }

  @Override
  public String directory() {
    return directory.toString();
  }

  @Override
  public void close() {
    port.close();
    sshd.destroy();
    sshd.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
