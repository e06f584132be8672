package dev.provision.adapter.jclouds;

import dev.provision.testkit.CloudFixture;
import dev.provision.testkit.CloudPortContract;

final class RackspaceContractTest extends CloudPortContract {
  @Override
  protected CloudFixture fixture() {
    return FakeFixture.rackspace(new FakeNova());
  }
}
