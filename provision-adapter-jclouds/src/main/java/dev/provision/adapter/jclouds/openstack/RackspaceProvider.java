package dev.provision.adapter.jclouds.openstack;

import dev.provision.adapter.jclouds.JcloudsProvider;
import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.Credential;
import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.account.PlainAccess;
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
import java.util.Properties;
import java.util.Set;
import org.jclouds.providers.ProviderMetadata;

/// Rackspace, which has an account and an endpoint for each part of the world.
abstract class RackspaceProvider extends JcloudsProvider {
  /// @param country the part of the world, as in "Rackspace in Britain"
  RackspaceProvider(List<String> names, String country) {
    super(
        new ProviderProfile(
            names,
            "Rackspace in " + country + "; requires a user and an API key",
            Optional.of(Credential.line("the user").orVariables("RACKSPACE_USERNAME")),
            Optional.of(Credential.line("the API key").orVariables("RACKSPACE_API_KEY")),
            OptionalInt.of(49_149),
            Set.of(Trait.SHOWS_CONSOLE, Trait.KEEPS_LABELS),
            List.of(
                ProviderOption.REGION,
                ProviderOption.ENDPOINT,
                ProviderOption.KEY_PAIR,
                ProviderOption.NETWORKS,
                ProviderOption.CONFIG_DRIVE,
                ProviderOption.TAGS)));
  }

  /// What jclouds knows about this part of Rackspace.
  abstract ProviderMetadata metadata();

  @Override
  protected final AccountAccess access(CloudAccount account, CredentialSources sources) {
    return PlainAccess.of(profile(), account, sources, List.of(), new Properties());
  }

  @Override
  protected final CloudApi api(AccountAccess access, JcloudsContexts contexts) {
    return Rackspace.open(metadata(), access, contexts);
  }

  @Override
  protected final String user(Distribution distribution) {
    return "root";
  }
}
