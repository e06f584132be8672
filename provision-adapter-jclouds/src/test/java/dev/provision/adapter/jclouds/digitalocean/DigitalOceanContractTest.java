package dev.provision.adapter.jclouds.digitalocean;

import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.testkit.cloud.CloudFixture;
import dev.provision.testkit.cloud.CloudPortContract;
import java.util.Map;

final class DigitalOceanContractTest extends CloudPortContract {
  @Override
  protected CloudFixture fixture() {
    return FakeFixture.digitalOcean(new FakeDigitalOcean(), Map.of());
  }
}
