package dev.provision.adapter.jclouds.cloudstack;

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

/// Apache CloudStack.
public final class CloudStackProvider extends JcloudsProvider {
  /// For `ServiceLoader`.
  public CloudStackProvider() {
    super(
        new ProviderProfile(
            List.of("cloudstack"),
            "Apache CloudStack; requires the API's URL, an API key, and its secret",
            Optional.of(Credential.line("the API key").orVariables("CLOUDSTACK_KEY")),
            Optional.of(Credential.line("its secret").orVariables("CLOUDSTACK_SECRET")),
            // 32768 bytes of base64.
            OptionalInt.of(24_576),
            Set.of(),
            List.of(
                ProviderOption.ENDPOINT,
                ProviderOption.KEY_PAIR,
                ProviderOption.NETWORKS,
                ProviderOption.SECURITY_GROUPS,
                ProviderOption.DISK_SIZE)));
  }

  @Override
  protected AccountAccess access(CloudAccount account, CredentialSources sources) {
    return PlainAccess.of(
        profile(), account, sources, List.of("CLOUDSTACK_ENDPOINT"), new Properties());
  }

  @Override
  protected CloudApi api(AccountAccess access, JcloudsContexts contexts) {
    return CloudStack.open(access, contexts);
  }

  @Override
  protected String user(Distribution distribution) {
    return distribution.user();
  }
}
