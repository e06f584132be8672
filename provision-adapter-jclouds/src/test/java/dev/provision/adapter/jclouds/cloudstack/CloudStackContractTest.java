package dev.provision.adapter.jclouds.cloudstack;

import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.testkit.CloudFixture;
import dev.provision.testkit.CloudPortContract;

final class CloudStackContractTest extends CloudPortContract {
  @Override
  protected CloudFixture fixture() {
    return FakeFixture.cloudStack(new FakeCloudStack());
  }
}
