package dev.provision.adapter.jclouds.docker;

import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.testkit.CloudFixture;
import dev.provision.testkit.CloudPortContract;
import java.util.Map;

final class DockerContractTest extends CloudPortContract {
  @Override
  protected CloudFixture fixture() {
    return FakeFixture.docker(new FakeDocker(), Map.of());
  }
}
