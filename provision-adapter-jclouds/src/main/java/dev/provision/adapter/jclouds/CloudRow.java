package dev.provision.adapter.jclouds;

import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudOption;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import java.util.List;

/// A row of [Cloud] as the port wants it.
abstract class CloudRow implements CloudProvider {
  private final Cloud cloud;

  CloudRow(Cloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public List<String> names() {
    return cloud.names();
  }

  @Override
  public String description() {
    return cloud.description();
  }

  @Override
  public List<CloudOption> credentials() {
    return cloud.credentials();
  }

  @Override
  public List<CloudOption> options() {
    return cloud.options();
  }

  @Override
  public CloudPort open(CloudAccount account) {
    return Opening.usual().open(cloud, account);
  }
}
