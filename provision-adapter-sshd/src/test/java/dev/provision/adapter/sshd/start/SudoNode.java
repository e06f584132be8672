package dev.provision.adapter.sshd.start;

import dev.provision.adapter.sshd.Keys;
import dev.provision.adapter.sshd.Programs;
import dev.provision.adapter.sshd.SshdProvider;
import dev.provision.adapter.sshd.server.HostKeyPair;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellSettings;
import dev.provision.ports.shell.SshEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A host where one logs in as somebody who is not root, but may become so: OpenSSH's server and
/// the system's own `sudo`, `doas` and `su`, with an `/etc`, a `/root` and a `/run` of their own in
/// a mount namespace. Only root can make one.
final class SudoNode implements AutoCloseable {
  static final String USER = "somebody";
  static final String PASSWORD = "open sesame";
  static final String ROOT_PASSWORD = "root of all";

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String HASH =
      "$6$provision$5GA7o6pGw0vFXSS2sRjb0JySer6eU/8EtD6wE3qnbp1935HJUIBCS7n/qj5P/jxZjFU74oxA5EAU"
          + "lNnBBw1to1";
  private static final String ROOT_HASH =
      "$6$provision$OmWWzhHWXGz.LEhevsjXQ01AHmQC7iVBFq6T578Jiscq3V9x7LRDUzYfgpB78FdH/peejmCU/0MZ"
          + "kI8btpzRJ0";

  private final Path etc;
  private final Keys keys = Keys.ed25519();
  private final HostKey hostKey;
  private final Process sshd;
  private final Path log;
  private final int tcpPort;
  private final RemoteShellPort port;

  /// @param shell the login shell
  /// @param sudoers lines of that file
  /// @param doas lines of `doas.conf`
  /// @param sshd lines of `sshd_config`, which come before the usual ones
  SudoNode(Path temporary, String shell, String sudoers, String doas, String... sshd)
      throws Exception {
    requireRoot();
    Path program = Programs.require("sshd");
    Programs.require("unshare");
    etc = Files.createDirectories(temporary.resolve("etc"));
    log = temporary.resolve("sshd.log");
    tcpPort = unusedPort();
    write("passwd", "644", passwd(shell));
    write("group", "644", "root:x:0:\nnogroup:x:65534:\nsomebody:x:12345:\n");
    write("shadow", "600", "root:%s:1::::::\nsomebody:%s:1::::::\n".formatted(ROOT_HASH, HASH));
    // sudo looks its host's name up.
    String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    write("hosts", "644", "127.0.0.1 localhost " + name + "\n");
    write("shells", "644", "/bin/sh\n" + shell + "\n");
    write("sudoers", "440", "Defaults logfile=/run/sudo.log\n" + sudoers);
    write("doas.conf", "400", doas);
    write("pam.d/other", "644", PAM);
    write("ssh/authorized_keys", "644", keys.publicKey() + "\n");
    hostKey = HostKeyPair.at(etc.resolve("ssh/host")).publicKey();
    write("ssh/sshd_config", "600", String.join("\n", sshd) + "\n" + configuration());
    this.sshd =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-ec",
                SETUP,
                "node",
                etc.toString(),
                program.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    port = new SshdProvider().open(ShellSettings.in(temporary.resolve("state")));
    awaitListening();
  }

  private static final String PAM =
      """
      auth required pam_unix.so nodelay
      account required pam_unix.so
      session required pam_permit.so
      """;

  private static final String SETUP =
      """
      mount --bind "$1" /etc
      for d in /root /run /tmp; do mount -t tmpfs tmpfs "$d"; done
      chmod 1777 /tmp
      chmod 700 /root
      mkdir -p /run/sshd /run/home
      chown 12345:12345 /run/home
      exec "$2" -D -e -f /etc/ssh/sshd_config
      """;

  private static String passwd(String shell) {
    return """
    root:x:0:0:root:/root:/bin/sh
    sshd:x:100:65534::/run/sshd:/bin/false
    nobody:x:65534:65534::/:/bin/false
    somebody:x:12345:12345::/run/home:%s
    """
        .formatted(shell);
  }

  private String configuration() {
    return """
    ListenAddress %s:%s
    HostKey /etc/ssh/host
    AuthorizedKeysFile /etc/ssh/authorized_keys
    PidFile none
    StrictModes no
    UsePAM no
    PasswordAuthentication no
    KbdInteractiveAuthentication no
    """
        .formatted(LOOPBACK.getHostAddress(), tcpPort);
  }

  private static void requireRoot() {
    String lack = "only root can make a host with users of its own";
    Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), lack);
  }

  private void write(String name, String mode, String text) throws Exception {
    Path file = etc.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Programs.run("chmod", mode, file.toString());
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
          throw new IOException(Files.readString(log), e);
        }
        Thread.sleep(10);
      }
    }
  }

  RemoteShellPort port() {
    return port;
  }

  SshEndpoint endpoint() {
    return new SshEndpoint(
        LOOPBACK.getHostAddress(),
        tcpPort,
        USER,
        List.of(new Login.Key(keys.privateKey())),
        new HostTrust.KnownKeys(List.of(hostKey)));
  }

  /// Lets the key log in with these options, as they stand in `authorized_keys`.
  void restrict(String options) throws IOException {
    Files.writeString(etc.resolve("ssh/authorized_keys"), options + " " + keys.publicKey() + "\n");
  }

  /// What `shadow` says of the login behind its password.
  void age(String fields) throws IOException {
    Path shadow = etc.resolve("shadow");
    Files.writeString(
        shadow, "root:%s:1::::::\nsomebody:%s:%s\n".formatted(ROOT_HASH, HASH, fields));
  }

  /// A file of the node's, as root sees it there.
  Path file(String path) {
    return Path.of("/proc", String.valueOf(sshd.pid()), "root", path);
  }

  /// What the server said.
  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    port.close();
    sshd.destroy();
    sshd.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
