package dev.provision.adapter.jclouds.openstack;

import java.util.List;
import org.jclouds.providers.ProviderMetadata;
import org.jclouds.rackspace.cloudservers.us.CloudServersUSProviderMetadata;

/// Rackspace in America.
public final class RackspaceUsProvider extends RackspaceProvider {
  /// For `ServiceLoader`.
  public RackspaceUsProvider() {
    super(List.of("rackspace-cloudservers-us", "rackspace", "rackspace-us"), "America");
  }

  @Override
  ProviderMetadata metadata() {
    return new CloudServersUSProviderMetadata();
  }
}
