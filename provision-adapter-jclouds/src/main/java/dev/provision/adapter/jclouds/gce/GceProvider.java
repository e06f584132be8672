package dev.provision.adapter.jclouds.gce;

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

/// Google Compute Engine.
public final class GceProvider extends JcloudsProvider {
  /// For `ServiceLoader`.
  public GceProvider() {
    super(
        new ProviderProfile(
            List.of("google-compute-engine", "gce"),
            "Google Compute Engine; requires a service account's JSON key",
            Optional.of(
                Credential.line(
                    "the service account's e-mail address, if it is not in the JSON key")),
            Optional.of(
                Credential.pem("its private key in PEM format, or the JSON key")
                    .orIn("key-file")
                    .orVariables("GOOGLE_APPLICATION_CREDENTIALS")),
            OptionalInt.of(262_144),
            Set.of(Trait.SHOWS_CONSOLE, Trait.KEEPS_LABELS),
            List.of(
                ProviderOption.KEY_FILE,
                ProviderOption.PROJECT,
                ProviderOption.ENDPOINT,
                ProviderOption.ZONE,
                ProviderOption.SUBNET,
                ProviderOption.NETWORKS,
                ProviderOption.SECURITY_GROUPS,
                ProviderOption.DISK_SIZE,
                ProviderOption.TAGS)));
  }

  @Override
  protected AccountAccess access(CloudAccount account, CredentialSources sources) {
    return GoogleAccess.of(account, sources);
  }

  @Override
  protected CloudApi api(AccountAccess access, JcloudsContexts contexts) {
    return Gce.open(access, contexts);
  }

  @Override
  protected String user(Distribution distribution) {
    return distribution.user();
  }
}
