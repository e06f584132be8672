package dev.provision.adapter.jclouds.digitalocean;

import dev.provision.adapter.jclouds.JcloudsProvider;
import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.Credential;
import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.account.PlainAccess;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.adapter.jclouds.account.ProviderProfile;
import dev.provision.adapter.jclouds.node.CloudApi;
import dev.provision.adapter.jclouds.node.Distribution;
import dev.provision.adapter.jclouds.rest.JcloudsContexts;
import dev.provision.ports.cloud.CloudAccount;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;

/// DigitalOcean.
public final class DigitalOceanProvider extends JcloudsProvider {
  /// The secret is the token itself.
  private static final Properties READY_TOKEN = new Properties();

  static {
    READY_TOKEN.setProperty("jclouds.oauth.credential-type", "bearerTokenCredentials");
  }

  /// For `ServiceLoader`.
  public DigitalOceanProvider() {
    super(
        new ProviderProfile(
            List.of("digitalocean2", "digitalocean"),
            "DigitalOcean; requires an API token",
            Optional.empty(),
            Optional.of(
                Credential.line("the API token")
                    .orVariables("DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN")),
            OptionalInt.of(65_536),
            Set.of(ProviderProfile.Trait.KEEPS_LABELS),
            List.of(
                ProviderOption.ENDPOINT,
                ProviderOption.REGION,
                ProviderOption.KEY_PAIR,
                ProviderOption.NETWORKS,
                ProviderOption.TAGS)));
  }

  @Override
  protected AccountAccess access(CloudAccount account, CredentialSources sources) {
    return PlainAccess.of(profile(), account, sources, List.of(), READY_TOKEN);
  }

  @Override
  protected CloudApi api(AccountAccess access, JcloudsContexts contexts) {
    return DigitalOcean.open(access, contexts);
  }

  @Override
  protected String user(Distribution distribution) {
    return "root";
  }
}
