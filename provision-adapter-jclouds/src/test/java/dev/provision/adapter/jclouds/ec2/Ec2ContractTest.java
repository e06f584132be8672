package dev.provision.adapter.jclouds.ec2;

import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.testkit.CloudFixture;
import dev.provision.testkit.CloudPortContract;

final class Ec2ContractTest extends CloudPortContract {
  @Override
  protected CloudFixture fixture() {
    return FakeFixture.ec2(new FakeEc2());
  }
}
