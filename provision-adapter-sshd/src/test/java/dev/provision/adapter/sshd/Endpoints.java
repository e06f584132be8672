package dev.provision.adapter.sshd;

import dev.provision.ports.Secret;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.SshEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Hands an endpoint on this machine to another program: its port, the user, a file with a private
/// key, the host key.
public final class Endpoints {
  private Endpoints() {}

  public static List<String> arguments(SshEndpoint endpoint, Path keyFile) throws IOException {
    if (!(endpoint.logins().getFirst() instanceof Login.Key(Secret key))
        || !(endpoint.trust() instanceof HostTrust.KnownKeys told)) {
      throw new IllegalArgumentException(endpoint.toString());
    }
    Files.writeString(keyFile, key.reveal());
    return List.of(
        String.valueOf(endpoint.port().orElseThrow()),
        endpoint.user().orElseThrow(),
        keyFile.toString(),
        told.keys().getFirst().toString());
  }

  public static SshEndpoint parse(String[] arguments) throws IOException {
    return new SshEndpoint(
        "127.0.0.1",
        Integer.parseInt(arguments[0]),
        arguments[1],
        List.of(new Login.Key(Secret.of(Files.readString(Path.of(arguments[2]))))),
        new HostTrust.KnownKeys(List.of(HostKey.parse(arguments[3]))));
  }
}
