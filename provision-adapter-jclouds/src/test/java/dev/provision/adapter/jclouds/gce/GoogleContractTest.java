package dev.provision.adapter.jclouds.gce;

import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.testkit.cloud.CloudFixture;
import dev.provision.testkit.cloud.CloudPortContract;

final class GoogleContractTest extends CloudPortContract {
  @Override
  protected CloudFixture fixture() {
    return FakeFixture.google(new FakeGoogle());
  }
}
