package dev.provision.adapter.jclouds.openstack;

import java.util.List;
import org.jclouds.providers.ProviderMetadata;
import org.jclouds.rackspace.cloudservers.uk.CloudServersUKProviderMetadata;

/// Rackspace in Britain.
public final class RackspaceUkProvider extends RackspaceProvider {
  /// For `ServiceLoader`.
  public RackspaceUkProvider() {
    super(List.of("rackspace-cloudservers-uk", "rackspace-uk"), "Britain");
  }

  @Override
  ProviderMetadata metadata() {
    return new CloudServersUKProviderMetadata();
  }
}
