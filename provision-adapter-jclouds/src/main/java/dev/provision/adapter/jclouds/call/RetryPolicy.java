package dev.provision.adapter.jclouds.call;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// When a request is sent, and whether it is sent again.
///
/// Requests that the cloud has not looked at are sent again later, and all others of the account
/// wait with them. What may have been carried out is sent again only where that does no harm.
///
/// That goes on until the call's deadline, with growing pauses: a service that is made anew is away
/// for a while. Only to a host that has never answered nobody waits that long, as its address may
/// be wrong.
///
/// Tested by `FailuresTest`, `CreateOnceTest` and `AwayTest`.
public final class RetryPolicy {
  private static final Logger LOG = LoggerFactory.getLogger("provision.cloud");

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  private final InstantSource clock;
  private final Pause pause;
  private final RandomGenerator random;
  private final Duration firstWait;
  private final Duration firstContact;
  private volatile boolean hasAnswered;
  private final AtomicReference<Instant> notBefore = new AtomicReference<>(Instant.MIN);

  /// Spreads the repetitions of an account's requests.
  ///
  /// @param firstWait before the first repetition; twice as long before each one after it
  /// @param firstContact how long a host that has never answered is asked to
  public RetryPolicy(
      InstantSource clock,
      Pause pause,
      RandomGenerator random,
      Duration firstWait,
      Duration firstContact) {
    this.clock = clock;
    this.pause = pause;
    this.random = random;
    this.firstWait = firstWait;
    this.firstContact = firstContact;
  }

  /// Waits until the cloud wants requests again.
  public void beforeRequest() throws InterruptedException {
    Duration wait = Duration.between(clock.instant(), notBefore.get());
    if (wait.isPositive()) {
      pause.of(wait);
    }
  }

  /// How long a request to this call may wait for its answer.
  Duration left(CallContext call) {
    return call.left(clock.instant());
  }

  /// There is somebody at the account's address.
  public void answered() {
    hasAnswered = true;
  }

  /// Whether to send a request again that was refused; returns when it is time.
  ///
  /// @param isHarmless whether it may be carried out twice, whatever the call is
  /// @param failures how often it has failed, this time included
  public boolean again(CallContext call, ErrorResponse refusal, boolean isHarmless, int failures) {
    if (refusal.tooMany()) {
      return later(call, refusal.retryAfter().orElseGet(() -> backOff(failures)), true);
    }
    return refusal.passing()
        && (isHarmless || call.repeatable())
        && later(call, longer(refusal.retryAfter(), backOff(failures)), false);
  }

  /// Whether to send a request again that got no answer; returns when it is time.
  public boolean again(CallContext call, IOException failure, boolean isHarmless, int failures) {
    return switch (LostAnswer.of(failure)) {
      case UNTRUSTED, NO_HTTP, INTERRUPTION -> false;
      // Of a host that has answered before, the network is down; of any other, the name is wrong.
      case UNKNOWN_HOST -> hasAnswered && later(call, backOff(failures), false);
      case NO_CONNECTION, NO_TLS ->
          (hasAnswered || triedFor(failures).compareTo(firstContact) < 0)
              && later(call, backOff(failures), false);
      case SILENCE, CUT ->
          (isHarmless || call.repeatable()) && later(call, backOff(failures), false);
    };
  }

  /// How long so many attempts have taken at least.
  private Duration triedFor(int failures) {
    return firstWait.multipliedBy((1L << Math.min(failures - 1, 20)) - 1);
  }

  private static Duration longer(Optional<Duration> asked, Duration own) {
    return asked.filter(wait -> wait.compareTo(own) > 0).orElse(own);
  }

  private Duration backOff(int failures) {
    long millis =
        Math.min(firstWait.toMillis() << Math.min(failures - 1, 20), LONGEST_WAIT.toMillis());
    return Duration.ofMillis(millis + random.nextLong(Math.max(1, millis / 4)));
  }

  private boolean later(CallContext call, Duration wait, boolean everyone) {
    Instant now = clock.instant();
    if (!call.allows(now, wait)) {
      LOG.debug("not asked again: {} would be after the deadline", wait);
      return false;
    }
    LOG.debug("asking again in {}", wait);
    if (everyone) {
      Instant then = now.plus(wait);
      notBefore.accumulateAndGet(then, (a, b) -> a.isAfter(b) ? a : b);
      return true;
    }
    try {
      pause.of(wait);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
