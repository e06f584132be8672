package dev.provision.adapter.jclouds.openstack;

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

/// OpenStack.
public final class OpenStackProvider extends JcloudsProvider {
  /// For `ServiceLoader`.
  public OpenStackProvider() {
    super(
        new ProviderProfile(
            List.of("openstack-nova", "openstack"),
            "OpenStack; requires Keystone's URL, a user, a password, and a project",
            Optional.of(
                Credential.line("USER, DOMAIN:USER, or, for identity version 2, PROJECT:USER")
                    .orIn("clouds.yaml")
                    .orVariables("OS_USERNAME")),
            Optional.of(
                Credential.line("the password").orIn("clouds.yaml").orVariables("OS_PASSWORD")),
            // 65535 bytes of base64.
            OptionalInt.of(49_149),
            Set.of(Trait.SHOWS_CONSOLE, Trait.KEEPS_LABELS),
            List.of(
                ProviderOption.ENDPOINT,
                ProviderOption.CLOUD,
                ProviderOption.REGION,
                ProviderOption.PROJECT,
                ProviderOption.PROJECT_ID,
                ProviderOption.USER_DOMAIN,
                ProviderOption.PROJECT_DOMAIN,
                ProviderOption.IDENTITY_VERSION,
                ProviderOption.KEY_PAIR,
                ProviderOption.SECURITY_GROUPS,
                ProviderOption.NETWORKS,
                ProviderOption.FLOATING_NETWORK,
                ProviderOption.ZONE,
                ProviderOption.DISK_SIZE,
                ProviderOption.CONFIG_DRIVE,
                ProviderOption.TAGS)));
  }

  @Override
  protected AccountAccess access(CloudAccount account, CredentialSources sources) {
    return OpenStackAccess.of(account, sources);
  }

  @Override
  protected CloudApi api(AccountAccess access, JcloudsContexts contexts) {
    return Nova.open(access, contexts);
  }

  @Override
  protected String user(Distribution distribution) {
    return distribution.user();
  }
}
