package dev.provision.adapter.jclouds.node;

import dev.provision.adapter.jclouds.call.Pause;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/// Looks again and again, less often as time goes by.
final class PollSchedule {
  private static final Duration SHORTEST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final Duration ONE_LOOK = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final Pause pause;
  private final Instant end;
  private final Map<Node.State, Instant> firstSeen = new EnumMap<>(Node.State.class);
  private Duration next = SHORTEST;

  PollSchedule(InstantSource clock, Pause pause, Duration limit) {
    this.clock = clock;
    this.pause = pause;
    this.end = clock.instant().plus(limit);
  }

  /// Waits for a while; false if there is no time left for that.
  boolean again(String doing) {
    if (isOver()) {
      return false;
    }
    try {
      pause.of(next);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloudException(new CloudFailure.Interrupted(doing, "it was interrupted"), e);
    }
    Duration longer = next.multipliedBy(3).dividedBy(2);
    next = longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
    return true;
  }

  /// How much time there is for a look, which is never none.
  Duration left() {
    Duration left = Duration.between(clock.instant(), end);
    return left.compareTo(ONE_LOOK) > 0 ? left : ONE_LOOK;
  }

  /// Whether to look again in spite of this, after a while: it may pass, and there is time left.
  boolean outlasts(String doing, CloudFailure failure) {
    return (failure.retryable() || failure instanceof CloudFailure.TimedOut) && again(doing);
  }

  /// Whether there is no time left for another look.
  boolean isOver() {
    return clock.instant().plus(next).isAfter(end);
  }

  /// How long the node has been seen in this state, in which it is now.
  Duration since(Node.State state) {
    Instant now = clock.instant();
    return Duration.between(firstSeen.computeIfAbsent(state, _ -> now), now);
  }
}
