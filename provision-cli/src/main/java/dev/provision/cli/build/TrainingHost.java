package dev.provision.cli.build;

import dev.provision.adapter.sshd.server.EmbeddedServer;
import dev.provision.adapter.sshd.server.HostKeyPair;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A host to train with: an SSH server for commands that stay in a directory.
final class TrainingHost implements AutoCloseable {
  private final EmbeddedServer server;
  private final Path configuration;

  private TrainingHost(EmbeddedServer server, Path configuration) {
    this.server = server;
    this.configuration = configuration;
  }

  static TrainingHost start(Path directory) throws IOException {
    Path keyFile = directory.resolve("key");
    String key = HostKeyPair.at(keyFile).publicKey().toString();
    HostKeyPair hostKey = HostKeyPair.generate();
    EmbeddedServer server =
        EmbeddedServer.start(
            InetAddress.getLoopbackAddress(),
            0,
            hostKey,
            (user, offered) -> offered.equals(key),
            (command, environment, terminal) -> {
              ProcessBuilder builder =
                  new ProcessBuilder(List.of("/bin/sh", "-c", command.orElseThrow()));
              builder.directory(directory.toFile());
              builder.environment().putAll(Map.of("HOME", directory.toString()));
              return builder.start();
            });
    Path knownHosts =
        Files.writeString(
            directory.resolve("known_hosts"),
            "[127.0.0.1]:%s %s%n".formatted(server.address().getPort(), hostKey.publicKey()));
    return new TrainingHost(
        server, write(directory, server.address().getPort(), keyFile, knownHosts, key));
  }

  private static Path write(Path directory, int port, Path keyFile, Path knownHosts, String key)
      throws IOException {
    Path configuration = Files.createDirectories(directory.resolve("configuration"));
    for (String name : List.of("scripts", "files", "pubkeys")) {
      Files.createDirectories(configuration.resolve(name));
    }
    Files.writeString(configuration.resolve("pubkeys/training.pub"), key + " training\n");
    Files.writeString(configuration.resolve("files/training.txt"), "text\n");
    Files.writeString(configuration.resolve("scripts/training.sh"), "echo $0; echo err >&2\n");
    Files.writeString(
        configuration.resolve("provision.yaml"),
        String.format(
            Locale.ROOT,
            """
            provider: training
            target-dir: "%1$s/deploy"
            destroyable-prefixes: [deploy-test, training]
            providers:
              training:
                type: hosts
                hosts:
                  - root@127.0.0.1:%2$d
                key: "%3$s"
                known-hosts: "%4$s"
            bundles:
              training:
                files:
                  "%1$s/training.txt": {mode: "0600"}
                  "%1$s/copy.txt": training.txt
                scripts:
                  - training.sh
                  - {path: training.sh, target: "%1$s/again", timeout: 1m}
            """,
            directory,
            port,
            keyFile,
            knownHosts));
    return configuration;
  }

  Path configuration() {
    return configuration;
  }

  @Override
  public void close() {
    server.close();
  }
}
