package dev.provision.adapter.jclouds.cloudstack;

import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.testkit.cloud.CloudFixture;
import dev.provision.testkit.cloud.CloudPortContract;

final class CloudStackContractTest extends CloudPortContract {
  @Override
  protected CloudFixture fixture() {
    return FakeFixture.cloudStack(new FakeCloudStack());
  }
}
