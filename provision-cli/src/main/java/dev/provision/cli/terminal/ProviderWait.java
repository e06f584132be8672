package dev.provision.cli.terminal;

import dev.provision.cli.call.Invocation;
import dev.provision.cli.output.OutputGate;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A call to the provider that may take long: after five seconds, and then ever more rarely,
/// standard error says that it is still waited for.
public final class ProviderWait {
  private static final Duration NEWS = Duration.ofSeconds(5);

  private ProviderWait() {}

  /// The answer.
  ///
  /// @param what what is asked for, such as `the list of nodes`
  public static <T> T of(Invocation invocation, String what, Supplier<T> call) {
    return of(invocation.streams().err(), what, NEWS, call);
  }

  static <T> T of(OutputGate err, String what, Duration news, Supplier<T> call) {
    CountDownLatch answered = new CountDownLatch(1);
    Thread.ofPlatform().daemon().start(() -> tell(err, what, news, answered));
    try {
      return call.get();
    } finally {
      answered.countDown();
    }
  }

  private static void tell(OutputGate err, String what, Duration news, CountDownLatch answered) {
    long start = System.nanoTime();
    try {
      for (long pause = news.toNanos();
          !answered.await(pause, TimeUnit.NANOSECONDS);
          pause = System.nanoTime() - start) {
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        err.message("still waiting for %s (%s s)".formatted(what, taken.toSeconds()));
        err.flush();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody does that; the thread ends with the call
    }
  }
}
