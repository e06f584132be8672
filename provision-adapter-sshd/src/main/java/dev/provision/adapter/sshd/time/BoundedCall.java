package dev.provision.adapter.sshd.time;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A call that knows no limit of its own, such as one of the system's resolver or of an agent. It
/// runs on a thread of its own, which is left alone if it does not come back.
public final class BoundedCall<T> implements AutoCloseable {
  private final FutureTask<T> task;

  public BoundedCall(Callable<T> call) {
    this.task = new FutureTask<>(call);
    // Not a virtual thread: the resolver would keep one of their few carriers.
    Thread.ofPlatform().daemon().name("provision-ssh-call").start(task);
  }

  /// Waits for the result, but no longer than so. May be called again after a time-out.
  public T result(Duration limit)
      throws IOException, GeneralSecurityException, InterruptedException, TimeoutException {
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case GeneralSecurityException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    task.cancel(true);
  }
}
