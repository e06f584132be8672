package dev.provision.adapter.jclouds.openstack;

import com.google.common.collect.ImmutableSet;
import com.google.inject.Module;
import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.rest.JcloudsContexts;
import java.util.Set;
import org.jclouds.openstack.keystone.catalog.config.ServiceCatalogModule;
import org.jclouds.openstack.keystone.catalog.config.ServiceCatalogModule.RegionModule;
import org.jclouds.openstack.keystone.v2_0.config.KeystoneParserModule;
import org.jclouds.providers.ProviderMetadata;
import org.jclouds.rackspace.cloudidentity.v2_0.config.CloudIdentityAuthenticationModule;
import org.jclouds.rest.config.HttpApiModule;

/// Rackspace: Nova behind an identity service of its own, which takes API keys.
final class Rackspace {
  private Rackspace() {}

  /// @param metadata of the American or the British cloud
  static Nova open(ProviderMetadata metadata, AccountAccess access, JcloudsContexts contexts) {
    Set<Class<? extends Module>> modules =
        ImmutableSet.of(
            CloudIdentityAuthenticationModule.class,
            ServiceCatalogModule.class,
            RegionModule.class,
            KeystoneParserModule.class);
    return Nova.over(
        contexts
            .with(new HttpApiModule<>(OpenStackRest.class))
            .injector(
                metadata.toBuilder()
                    .apiMetadata(
                        metadata.getApiMetadata().toBuilder().defaultModules(modules).build())
                    .build()),
        access);
  }
}
