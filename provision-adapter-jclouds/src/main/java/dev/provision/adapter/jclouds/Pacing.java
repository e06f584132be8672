package dev.provision.adapter.jclouds;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;

/// When a request is sent, and whether it is sent again.
///
/// Requests that the cloud has not looked at are sent again later, and all others of the account
/// wait with them. What may have been carried out is sent again only where that does no harm.
final class Pacing {
  private static final int ATTEMPTS = 5;

  /// To a host that takes no connections: nobody waits long for a wrong address.
  private static final int ATTEMPTS_TO_CONNECT = 3;

  private final InstantSource clock;
  private final Pause pause;
  private final RandomGenerator random;
  private final Duration firstWait;
  private final AtomicReference<Instant> notBefore = new AtomicReference<>(Instant.MIN);

  /// @param firstWait before the first repetition; twice as long before each one after it
  Pacing(InstantSource clock, Pause pause, RandomGenerator random, Duration firstWait) {
    this.clock = clock;
    this.pause = pause;
    this.random = random;
    this.firstWait = firstWait;
  }

  /// Waits until the cloud wants requests again.
  void beforeRequest() throws InterruptedException {
    Duration wait = Duration.between(clock.instant(), notBefore.get());
    if (wait.isPositive()) {
      pause.of(wait);
    }
  }

  /// How long a request to this call may wait for its answer.
  Duration left(Call call) {
    return call.left(clock.instant());
  }

  /// Whether to send a request again that was refused; returns when it is time.
  ///
  /// @param failures how often it has failed, this time included
  boolean again(Call call, Refusal refusal, int failures) {
    if (failures >= ATTEMPTS) {
      return false;
    }
    if (refusal.tooMany()) {
      return later(call, refusal.retryAfter().orElseGet(() -> backOff(failures)), true);
    }
    return refusal.passing()
        && call.repeatable()
        && later(call, longer(refusal.retryAfter(), backOff(failures)), false);
  }

  /// Whether to send a request again that got no answer; returns when it is time.
  boolean again(Call call, IOException failure, int failures) {
    if (failure instanceof UnknownHostException
        || failure instanceof SSLException
        || (failure instanceof InterruptedIOException && Thread.currentThread().isInterrupted())) {
      return false;
    }
    boolean unsent =
        failure instanceof ConnectException || failure instanceof NoRouteToHostException;
    int most = unsent ? ATTEMPTS_TO_CONNECT : ATTEMPTS;
    return failures < most
        && (unsent || call.repeatable())
        && later(call, backOff(failures), false);
  }

  private static Duration longer(Optional<Duration> asked, Duration own) {
    return asked.filter(wait -> wait.compareTo(own) > 0).orElse(own);
  }

  private Duration backOff(int failures) {
    long millis = firstWait.toMillis() << (failures - 1);
    return Duration.ofMillis(millis + random.nextLong(Math.max(1, millis / 4)));
  }

  private boolean later(Call call, Duration wait, boolean everyone) {
    Instant now = clock.instant();
    if (!call.allows(now, wait)) {
      return false;
    }
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
