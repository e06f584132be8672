package dev.provision.adapter.jclouds.ec2;

import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.testkit.cloud.CloudFixture;
import dev.provision.testkit.cloud.CloudPortContract;

final class Ec2ContractTest extends CloudPortContract {
  @Override
  protected CloudFixture fixture() {
    return FakeFixture.ec2(new FakeEc2());
  }
}
