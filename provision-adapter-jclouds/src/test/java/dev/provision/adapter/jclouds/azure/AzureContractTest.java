package dev.provision.adapter.jclouds.azure;

import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.testkit.cloud.CloudFixture;
import dev.provision.testkit.cloud.CloudPortContract;

final class AzureContractTest extends CloudPortContract {
  @Override
  protected CloudFixture fixture() {
    return FakeFixture.azure(new FakeAzure());
  }
}
