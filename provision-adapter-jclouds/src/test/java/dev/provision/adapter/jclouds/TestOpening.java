package dev.provision.adapter.jclouds;

import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudPort;

/// Opens accounts in a world that a test has made.
public record TestOpening(OpeningContext context) {
  public CloudPort open(TestedProvider provider, CloudAccount account) {
    return provider.open(account, context);
  }
}
