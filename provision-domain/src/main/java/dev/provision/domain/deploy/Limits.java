package dev.provision.domain.deploy;

import java.time.Duration;

/// How long a deployment waits.
///
/// @param running for the node to run and have an address
/// @param reachable for the node to answer by SSH, from then on
public record Limits(Duration running, Duration reachable) {
  /// What suits today's clouds: 20 minutes until it runs, 10 more until SSH answers.
  public static Limits usual() {
    return new Limits(Duration.ofMinutes(20), Duration.ofMinutes(10));
  }
}
