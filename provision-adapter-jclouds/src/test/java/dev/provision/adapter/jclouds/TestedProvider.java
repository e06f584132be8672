package dev.provision.adapter.jclouds;

import dev.provision.adapter.jclouds.account.ProviderProfile;
import dev.provision.adapter.jclouds.azure.AzureProvider;
import dev.provision.adapter.jclouds.cloudstack.CloudStackProvider;
import dev.provision.adapter.jclouds.digitalocean.DigitalOceanProvider;
import dev.provision.adapter.jclouds.docker.DockerProvider;
import dev.provision.adapter.jclouds.ec2.Ec2Provider;
import dev.provision.adapter.jclouds.gce.GceProvider;
import dev.provision.adapter.jclouds.openstack.OpenStackProvider;
import dev.provision.adapter.jclouds.openstack.RackspaceUkProvider;
import dev.provision.adapter.jclouds.openstack.RackspaceUsProvider;
import dev.provision.adapter.jclouds.portable.SoftLayerProvider;
import dev.provision.adapter.jclouds.portable.StubProvider;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudPort;
import java.util.List;

/// Every provider of this adapter.
@SuppressWarnings("ImmutableEnumChecker") // a provider is not changed
public enum TestedProvider {
  NOVA(new OpenStackProvider()),
  EC2(new Ec2Provider()),
  DIGITAL_OCEAN(new DigitalOceanProvider()),
  GCE(new GceProvider()),
  AZURE(new AzureProvider()),
  CLOUDSTACK(new CloudStackProvider()),
  RACKSPACE_US(new RackspaceUsProvider()),
  RACKSPACE_UK(new RackspaceUkProvider()),
  SOFTLAYER(new SoftLayerProvider()),
  DOCKER(new DockerProvider()),
  STUB(new StubProvider());

  private final JcloudsProvider provider;

  TestedProvider(JcloudsProvider provider) {
    this.provider = provider;
  }

  List<String> names() {
    return provider.names();
  }

  public ProviderProfile profile() {
    return provider.profile();
  }

  CloudPort open(CloudAccount account, OpeningContext context) {
    return provider.open(account, context);
  }
}
