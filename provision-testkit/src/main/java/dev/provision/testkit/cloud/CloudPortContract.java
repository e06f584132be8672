package dev.provision.testkit.cloud;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/// What every adapter of a cloud does. A subclass says how to come by a cloud; each test is about a
/// sentence of [dev.provision.ports.cloud.CloudPort]. What a cloud lacks is refused as that
/// sentence says; no test is skipped.
@Timeout(120)
public abstract class CloudPortContract {
  /// For subclasses.
  protected CloudPortContract() {}

  /// A cloud of its own for each test.
  protected abstract CloudFixture fixture() throws Exception;

  @Nested
  final class Catalogue extends CloudCatalogueContract {
    @Override
    CloudFixture fixture() throws Exception {
      return CloudPortContract.this.fixture();
    }
  }

  @Nested
  final class Nodes extends CloudNodesContract {
    @Override
    CloudFixture fixture() throws Exception {
      return CloudPortContract.this.fixture();
    }
  }

  @Nested
  final class Faults extends CloudFaultsContract {
    @Override
    CloudFixture fixture() throws Exception {
      return CloudPortContract.this.fixture();
    }
  }

  @Nested
  final class Extras extends CloudExtrasContract {
    @Override
    CloudFixture fixture() throws Exception {
      return CloudPortContract.this.fixture();
    }
  }
}
