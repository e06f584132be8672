package dev.provision.adapter.jclouds;

import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.call.Pause;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What accounts are opened with: the outside world, which tests replace.
///
/// @param sources where credentials may stand besides the configuration
/// @param clock for limits
/// @param pause for waiting
/// @param random spreads repetitions
public record OpeningContext(
    CredentialSources sources, InstantSource clock, Pause pause, RandomGenerator random) {
  /// As the program has it.
  static OpeningContext ofProcess() {
    return new OpeningContext(
        CredentialSources.ofProcess(), InstantSource.system(), Pause.SLEEP, new SecureRandom());
  }
}
