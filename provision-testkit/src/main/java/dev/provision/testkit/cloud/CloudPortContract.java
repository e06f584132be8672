package dev.provision.testkit.cloud;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/// The contract of all cloud adapters. A subclass creates the cloud; each test verifies a sentence
/// of [dev.provision.ports.cloud.CloudPort]. If a cloud lacks a feature, the test expects the
/// failure that the sentence promises; no test is skipped.
@Timeout(120)
public abstract class CloudPortContract {
  /// For subclasses.
  protected CloudPortContract() {}

  /// A new cloud for each test.
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
