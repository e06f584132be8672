package dev.provision.adapter.jclouds.openstack;

import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.testkit.cloud.CloudFixture;
import dev.provision.testkit.cloud.CloudPortContract;

final class KeystoneV2ContractTest extends CloudPortContract {
  @Override
  protected CloudFixture fixture() {
    return FakeFixture.novaV2(new FakeNova());
  }
}
