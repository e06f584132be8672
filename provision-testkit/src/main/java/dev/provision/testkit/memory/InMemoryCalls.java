package dev.provision.testkit.memory;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.testkit.memory.CloudFault.Moment;
import dev.provision.testkit.time.SimulatedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Calls to a cloud in memory: how long they take, and how they go wrong.
final class InMemoryCalls {
  private final SimulatedClock clock;
  private final Map<CloudOperation, Duration> latencies = new ConcurrentHashMap<>();
  private final FaultQueue<CloudFault> faults = new FaultQueue<>();

  InMemoryCalls(SimulatedClock clock) {
    this.clock = clock;
  }

  void latency(CloudOperation operation, Duration time) {
    latencies.put(operation, time);
  }

  void inject(CloudFault fault) {
    faults.add(fault, fault.times(), fault.period().map(clock.instant()::plus));
  }

  void heal(CloudOperation operation) {
    faults.removeIf(fault -> fault.operation() == operation);
  }

  /// @param concerns whether the call is about the node of this name or id
  <T> T make(
      CloudOperation operation, String doing, Predicate<String> concerns, Supplier<T> effect) {
    pause(doing, clock.instant().plus(latencies.getOrDefault(operation, Duration.ZERO)));
    fail(operation, Moment.BEFORE, concerns);
    T answer = effect.get();
    fail(operation, Moment.AFTER, concerns);
    return answer;
  }

  private void fail(CloudOperation operation, Moment moment, Predicate<String> concerns) {
    faults
        .next(
            clock.instant(),
            fault ->
                fault.operation() == operation
                    && fault.moment() == moment
                    && fault.node().map(concerns::test).orElse(true))
        .ifPresent(
            fault -> {
              throw new CloudException(fault.failure());
            });
  }

  /// Waits until that instant.
  ///
  /// @throws CloudException [CloudFailure.Interrupted] if the thread is or gets interrupted
  void pause(String doing, Instant until) {
    try {
      clock.await(until);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloudException(new CloudFailure.Interrupted(doing, "it was interrupted"), e);
    }
  }

  <T> List<T> list(CloudOperation operation, Supplier<List<T>> all) {
    return make(operation, "listing " + words(operation), _ -> false, all);
  }

  static String words(CloudOperation operation) {
    return "the " + operation.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
