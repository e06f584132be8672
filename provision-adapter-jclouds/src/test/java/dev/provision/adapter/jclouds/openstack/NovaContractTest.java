package dev.provision.adapter.jclouds.openstack;

import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.testkit.cloud.CloudFixture;
import dev.provision.testkit.cloud.CloudPortContract;

final class NovaContractTest extends CloudPortContract {
  @Override
  protected CloudFixture fixture() {
    return FakeFixture.nova(new FakeNova());
  }
}
