package dev.provision.adapter.jclouds.docker;

import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.testkit.cloud.CloudFixture;
import dev.provision.testkit.cloud.CloudPortContract;
import java.util.Map;

final class DockerContractTest extends CloudPortContract {
  @Override
  protected CloudFixture fixture() {
    return FakeFixture.docker(new FakeDocker(), Map.of());
  }
}
