package dev.provision.adapter.sshd;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Signs, and says so when that waits for a person.
final class Signing {
  /// An agent without a person behind it answers much sooner.
  private static final Duration PATIENCE = Duration.ofMillis(1500);

  private final Consumer<String> hint;
  private final long deadline;

  /// @param hint is told, from the calling thread, what is waited for
  /// @param deadline in terms of `System.nanoTime()`
  Signing(Consumer<String> hint, long deadline) {
    this.hint = hint;
    this.deadline = deadline;
  }

  byte[] sign(Identity key, String algorithm, byte[] data)
      throws IOException, GeneralSecurityException, InterruptedException {
    if (!key.mayAskPerson()) {
      return key.sign(algorithm, data);
    }
    FutureTask<byte[]> task = new FutureTask<>(() -> key.sign(algorithm, data));
    Thread.ofVirtual().start(task);
    try {
      return result(task, PATIENCE.toNanos());
    } catch (TimeoutException e) {
      hint.accept(
          "the agent has not signed with the "
              + key.description()
              + " yet; touch the security key, or confirm what the agent asks");
    }
    try {
      return result(task, deadline - System.nanoTime());
    } catch (TimeoutException e) {
      throw new IOException("the agent did not answer in time", e);
    } finally {
      task.cancel(true);
    }
  }

  private static byte[] result(FutureTask<byte[]> task, long nanos)
      throws IOException, GeneralSecurityException, InterruptedException, TimeoutException {
    try {
      return task.get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case GeneralSecurityException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
