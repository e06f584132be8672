package dev.provision.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// OpenSSH's own server on loopback, with keys of its own; its logins find themselves in `home`.
final class RealSshd implements AutoCloseable {
  private static final Pattern PRIVATE_KEY =
      Pattern.compile(
          "( *)-----BEGIN OPENSSH PRIVATE KEY-----\n.*?PRIVATE KEY-----\n", Pattern.DOTALL);
  private static final Pattern PUBLIC_KEY = Pattern.compile("ed25519_public: (.*)");
  private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

  private final Path directory;
  private final Process process;
  private final int port;

  RealSshd(Path directory) throws IOException, InterruptedException {
    this(directory, freePort(), "INFO");
  }

  /// A server that logs every message, and says some of that to its clients, too.
  static RealSshd talkative(Path directory) throws IOException, InterruptedException {
    return talkative(directory, freePort());
  }

  /// The same at a port that was in use before. Keys that are in the directory are used, in the
  /// files `host` and `user`, each with its public part in `.pub`.
  static RealSshd talkative(Path directory, int port) throws IOException, InterruptedException {
    return new RealSshd(directory, port, "DEBUG1");
  }

  /// The server of a node that has booted with this user data, as cloud-init does it.
  static RealSshd booted(Path directory, int port, String userData)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Matcher key = PRIVATE_KEY.matcher(userData);
    if (!key.find()) {
      throw new IllegalStateException("no key in the user data");
    }
    Path file =
        Files.createFile(
            directory.resolve("host"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, key.group().replace("\n" + key.group(1), "\n").stripLeading());
    Files.writeString(directory.resolve("host.pub"), givenKey(userData) + "\n");
    return talkative(directory, port);
  }

  /// The public key in user data.
  static String givenKey(String userData) {
    Matcher key = PUBLIC_KEY.matcher(userData);
    if (!key.find()) {
      throw new IllegalStateException("no public key in the user data");
    }
    return key.group(1);
  }

  private RealSshd(Path directory, int port, String logLevel)
      throws IOException, InterruptedException {
    if (!Files.isExecutable(PROGRAM)) {
      throw new IllegalStateException(
          PROGRAM + " is missing; install it (Debian: apt-get install openssh-server)");
    }
    this.directory = Files.createDirectories(directory);
    Files.createDirectories(home());
    key("host");
    key("user");
    Files.copy(
        directory.resolve("user.pub"),
        directory.resolve("authorized"),
        StandardCopyOption.REPLACE_EXISTING);
    this.port = port;
    if (Files.isWritable(Path.of("/run"))) {
      Files.createDirectories(Path.of("/run/sshd")); // as Debian's service file does
    }
    Path configuration =
        Files.writeString(
            directory.resolve("sshd_config"),
            """
            ListenAddress 127.0.0.1:%s
            HostKey %s
            AuthorizedKeysFile %s
            StrictModes no
            UsePAM no
            MaxStartups 100
            LogLevel %s
            PidFile none
            SetEnv HOME=%s
            """
                .formatted(
                    port,
                    directory.resolve("host"),
                    directory.resolve("authorized"),
                    logLevel,
                    home()));
    process =
        new ProcessBuilder(PROGRAM.toString(), "-D", "-e", "-f", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    awaitPort();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void key(String name) throws IOException, InterruptedException {
    Path file = directory.resolve(name);
    if (Files.exists(file)) {
      return;
    }
    List<String> command =
        List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file.toString());
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("ssh-keygen failed");
    }
  }

  private void awaitPort() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < end && process.isAlive()) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        Thread.onSpinWait(); // it is starting
      }
    }
    throw new IllegalStateException("sshd: " + Files.readString(directory.resolve("log")));
  }

  /// `USER@127.0.0.1:PORT`.
  String address() {
    return System.getProperty("user.name") + "@127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  /// The private key that may log in.
  Path privateKey() {
    return directory.resolve("user");
  }

  /// The host's public key, as TYPE BASE64.
  String hostKey() throws IOException {
    String[] words =
        Files.readString(directory.resolve("host.pub"), StandardCharsets.UTF_8).split(" ", -1);
    return words[0] + " " + words[1].strip();
  }

  /// What the server has said, all of it if it is talkative.
  String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  /// What the logins take for their home directory.
  Path home() {
    return directory.resolve("home");
  }

  /// The server's line of `known_hosts`.
  String knownHostsLine() throws IOException {
    return "[127.0.0.1]:%s %s%n".formatted(port, hostKey());
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
