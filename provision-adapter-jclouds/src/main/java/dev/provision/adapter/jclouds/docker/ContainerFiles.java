package dev.provision.adapter.jclouds.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.answer.TarArchive;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.shell.HostKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Files inside of containers, read and written through the engine, whether a container runs or
/// not: who may log in, and the SSH server's host key.
record ContainerFiles(Engine engine, EngineUrls urls, GivenOptions options) {
  /// The best first.
  private static final List<String> KEY_TYPES = List.of("ed25519", "ecdsa", "rsa");

  /// Lets these keys log in as this user. The keys of the image stay.
  void authorize(NodeId id, String name, List<String> keys) {
    ContainerUser user = user(id, name);
    String directory = user.home() + "/.ssh";
    List<String> present =
        read(id, directory + "/authorized_keys").stream().flatMap(String::lines).toList();
    String all =
        String.join("\n", Stream.concat(present.stream(), keys.stream()).distinct().toList());
    byte[] archive =
        new TarArchive()
            .directory(directory.substring(1), 0700, user.owner())
            .file(
                directory.substring(1) + "/authorized_keys",
                0600,
                user.owner(),
                (all + "\n").getBytes(UTF_8))
            .bytes();
    engine.unpack(urls.container(id, "/archive?path=%2F"), archive);
  }

  private ContainerUser user(NodeId id, String name) {
    return read(id, "/etc/passwd")
        .flatMap(text -> ContainerUser.in(text, name))
        .or(() -> ContainerUser.usual(name))
        .orElseThrow(
            () ->
                options.invalid(
                    "the image has no user '" + name + "', which the option login-user names"));
  }

  /// The best host key of the image; empty if it has none, or makes one when it starts.
  List<HostKey> hostKeys(NodeId id) {
    return KEY_TYPES.stream()
        .flatMap(type -> read(id, "/etc/ssh/ssh_host_" + type + "_key.pub").stream())
        .filter(line -> line.matches("(?s)[a-z0-9-]+ [A-Za-z0-9+/=]{16,}\\s.*"))
        .map(HostKey::parse)
        .limit(1)
        .toList();
  }

  private Optional<String> read(NodeId id, String path) {
    return Optional.ofNullable(
            engine.read(urls.container(id, "/archive?path=" + EngineUrls.encoded(path))))
        .flatMap(TarArchive::firstFile)
        .map(bytes -> new String(bytes, UTF_8));
  }
}
