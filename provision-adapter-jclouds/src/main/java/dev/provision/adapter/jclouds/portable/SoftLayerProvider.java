package dev.provision.adapter.jclouds.portable;

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

/// IBM Cloud's classic infrastructure.
public final class SoftLayerProvider extends JcloudsProvider {
  /// For `ServiceLoader`.
  public SoftLayerProvider() {
    super(
        new ProviderProfile(
            List.of("softlayer"),
            "IBM Cloud's classic infrastructure (SoftLayer); requires a user and an API key",
            Optional.of(Credential.line("the user").orVariables("SL_USERNAME")),
            Optional.of(Credential.line("the API key").orVariables("SL_API_KEY")),
            OptionalInt.of(16_384),
            Set.of(),
            List.of(ProviderOption.ENDPOINT, ProviderOption.TAGS)));
  }

  @Override
  protected AccountAccess access(CloudAccount account, CredentialSources sources) {
    return PlainAccess.of(profile(), account, sources, List.of(), new Properties());
  }

  @Override
  protected CloudApi api(AccountAccess access, JcloudsContexts contexts) {
    return Portable.softLayer(profile().id(), access, contexts);
  }

  @Override
  protected String user(Distribution distribution) {
    return "root";
  }
}
