package dev.provision.adapter.jclouds.azure;

import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.testkit.CloudFixture;
import dev.provision.testkit.CloudPortContract;

final class AzureContractTest extends CloudPortContract {
  @Override
  protected CloudFixture fixture() {
    return FakeFixture.azure(new FakeAzure());
  }
}
