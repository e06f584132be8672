package dev.provision.adapter.jclouds.openstack;

import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.testkit.cloud.CloudFixture;
import dev.provision.testkit.cloud.CloudPortContract;

final class RackspaceContractTest extends CloudPortContract {
  @Override
  protected CloudFixture fixture() {
    return FakeFixture.rackspace(new FakeNova());
  }
}
