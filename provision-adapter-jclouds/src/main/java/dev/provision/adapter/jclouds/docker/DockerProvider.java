package dev.provision.adapter.jclouds.docker;

import dev.provision.adapter.jclouds.JcloudsProvider;
import dev.provision.adapter.jclouds.account.Access;
import dev.provision.adapter.jclouds.account.Credential;
import dev.provision.adapter.jclouds.account.Option;
import dev.provision.adapter.jclouds.account.ProviderProfile;
import dev.provision.adapter.jclouds.account.ProviderProfile.Trait;
import dev.provision.adapter.jclouds.account.Surroundings;
import dev.provision.adapter.jclouds.node.Api;
import dev.provision.adapter.jclouds.node.Distribution;
import dev.provision.adapter.jclouds.rest.Contexts;
import dev.provision.ports.cloud.CloudAccount;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// A Docker engine.
public final class DockerProvider extends JcloudsProvider {
  /// For `ServiceLoader`.
  public DockerProvider() {
    super(
        new ProviderProfile(
            List.of("docker"),
            "a Docker engine; nodes are containers of images that run an SSH server",
            Optional.of(
                Credential.file("with TLS, the file of the client's certificate")
                    .orIn("cert.pem in DOCKER_CERT_PATH")),
            Optional.of(
                Credential.file("the file of its private key").orIn("key.pem in DOCKER_CERT_PATH")),
            OptionalInt.empty(),
            Set.of(Trait.SHOWS_CONSOLE, Trait.READS_HOST_KEYS, Trait.ON_SOCKET),
            List.of(
                Option.ENGINE,
                Option.CA_FILE,
                Option.COMMAND,
                Option.NETWORKS,
                Option.PORTS,
                Option.PRIVILEGED,
                Option.TAGS)));
  }

  @Override
  protected Access access(CloudAccount account, Surroundings surroundings) {
    return DockerAccess.of(account, surroundings);
  }

  @Override
  protected Api api(Access access, Contexts contexts) {
    return Docker.open(access, contexts);
  }

  @Override
  protected String user(Distribution distribution) {
    return "root";
  }
}
