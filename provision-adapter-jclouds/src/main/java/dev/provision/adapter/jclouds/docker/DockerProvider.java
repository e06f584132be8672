package dev.provision.adapter.jclouds.docker;

import dev.provision.adapter.jclouds.JcloudsProvider;
import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.Credential;
import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.adapter.jclouds.account.ProviderProfile;
import dev.provision.adapter.jclouds.account.ProviderProfile.Trait;
import dev.provision.adapter.jclouds.node.CloudApi;
import dev.provision.adapter.jclouds.node.Distribution;
import dev.provision.adapter.jclouds.rest.JcloudsContexts;
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
                Credential.file("with TLS, the file of the client certificate")
                    .orIn("cert.pem in DOCKER_CERT_PATH")),
            Optional.of(
                Credential.file("the file with its private key")
                    .orIn("key.pem in DOCKER_CERT_PATH")),
            OptionalInt.empty(),
            Set.of(Trait.SHOWS_CONSOLE, Trait.KEEPS_LABELS, Trait.READS_HOST_KEYS, Trait.ON_SOCKET),
            List.of(
                ProviderOption.ENGINE,
                ProviderOption.CA_FILE,
                ProviderOption.COMMAND,
                ProviderOption.NETWORKS,
                ProviderOption.PORTS,
                ProviderOption.PRIVILEGED,
                ProviderOption.TAGS)));
  }

  @Override
  protected AccountAccess access(CloudAccount account, CredentialSources sources) {
    return DockerAccess.of(account, sources);
  }

  @Override
  protected CloudApi api(AccountAccess access, JcloudsContexts contexts) {
    return Docker.open(access, contexts);
  }

  @Override
  protected String user(Distribution distribution) {
    return "root";
  }
}
