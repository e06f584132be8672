package dev.provision.adapter.jclouds.call;

import java.time.Duration;

/// Waits for some time; tests do not.
@FunctionalInterface
public interface Pause {
  /// By sleeping.
  Pause SLEEP = duration -> Thread.sleep(duration);

  /// Returns after this time.
  void of(Duration duration) throws InterruptedException;
}
