package dev.provision.adapter.jclouds.azure;

import dev.provision.adapter.jclouds.JcloudsProvider;
import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.Credential;
import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.adapter.jclouds.account.ProviderProfile;
import dev.provision.adapter.jclouds.node.CloudApi;
import dev.provision.adapter.jclouds.node.Distribution;
import dev.provision.adapter.jclouds.rest.JcloudsContexts;
import dev.provision.ports.cloud.CloudAccount;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Microsoft Azure.
public final class AzureProvider extends JcloudsProvider {
  /// For `ServiceLoader`.
  public AzureProvider() {
    super(
        new ProviderProfile(
            List.of("azurecompute-arm", "azure"),
            "Microsoft Azure; requires an application with a password, its directory, and a"
                + " subscription",
            Optional.of(Credential.line("the application's ID").orVariables("AZURE_CLIENT_ID")),
            Optional.of(Credential.line("its password").orVariables("AZURE_CLIENT_SECRET")),
            // 65535 bytes of base64.
            OptionalInt.of(49_149),
            Set.of(ProviderProfile.Trait.KEEPS_LABELS),
            List.of(
                ProviderOption.SUBSCRIPTION,
                ProviderOption.TENANT,
                ProviderOption.RESOURCE_GROUP,
                ProviderOption.ENDPOINT,
                ProviderOption.REGION,
                ProviderOption.SUBNET,
                ProviderOption.SECURITY_GROUPS,
                ProviderOption.DISK_SIZE,
                ProviderOption.TAGS)));
  }

  @Override
  protected AccountAccess access(CloudAccount account, CredentialSources sources) {
    return AzureAccess.of(account, sources);
  }

  @Override
  protected CloudApi api(AccountAccess access, JcloudsContexts contexts) {
    return Azure.open(access, contexts);
  }

  @Override
  protected String user(Distribution distribution) {
    return distribution.user();
  }
}
