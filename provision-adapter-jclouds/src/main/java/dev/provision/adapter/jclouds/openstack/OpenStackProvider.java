package dev.provision.adapter.jclouds.openstack;

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

/// OpenStack.
public final class OpenStackProvider extends JcloudsProvider {
  /// For `ServiceLoader`.
  public OpenStackProvider() {
    super(
        new ProviderProfile(
            List.of("openstack-nova", "openstack"),
            "OpenStack; needs Keystone's address, a user, a password and a project",
            Optional.of(
                Credential.line("USER, DOMAIN:USER or, for identity version 2, PROJECT:USER")
                    .orIn("clouds.yaml")
                    .orVariables("OS_USERNAME")),
            Optional.of(
                Credential.line("the password").orIn("clouds.yaml").orVariables("OS_PASSWORD")),
            // 65535 bytes of base64.
            OptionalInt.of(49_149),
            Set.of(Trait.SHOWS_CONSOLE),
            List.of(
                Option.ENDPOINT,
                Option.CLOUD,
                Option.REGION,
                Option.PROJECT,
                Option.PROJECT_ID,
                Option.USER_DOMAIN,
                Option.PROJECT_DOMAIN,
                Option.IDENTITY_VERSION,
                Option.KEY_PAIR,
                Option.SECURITY_GROUPS,
                Option.NETWORKS,
                Option.FLOATING_NETWORK,
                Option.ZONE,
                Option.DISK_SIZE,
                Option.CONFIG_DRIVE,
                Option.TAGS)));
  }

  @Override
  protected Access access(CloudAccount account, Surroundings surroundings) {
    return OpenStackAccess.of(account, surroundings);
  }

  @Override
  protected Api api(Access access, Contexts contexts) {
    return Nova.open(access, contexts);
  }

  @Override
  protected String user(Distribution distribution) {
    return distribution.user();
  }
}
