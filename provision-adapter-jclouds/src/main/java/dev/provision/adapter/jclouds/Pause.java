package dev.provision.adapter.jclouds;

import java.time.Duration;

/// Waits for some time; tests do not.
@FunctionalInterface
interface Pause {
  /// By sleeping.
  Pause SLEEP = duration -> Thread.sleep(duration);

  /// Returns after this time.
  void of(Duration duration) throws InterruptedException;
}
