package dev.provision.adapter.jclouds;

import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudPort;
import java.util.List;

/// Every provider of this adapter.
@SuppressWarnings("ImmutableEnumChecker") // a provider is not changed
enum TestedProvider {
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

  ProviderProfile profile() {
    return provider.profile();
  }

  CloudPort open(CloudAccount account, OpeningContext context) {
    return provider.open(account, context);
  }
}
