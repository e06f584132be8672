package dev.provision.testkit.memory;

import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Calls over a connection in memory, which another thread may end.
abstract class EndableCalls {
  private final InMemoryShell shells;
  private @Nullable Thread caller;
  private boolean closed;

  EndableCalls(InMemoryShell shells) {
    this.shells = shells;
  }

  /// Does something that [#end()] may end.
  final <T> T whileOpen(String doing, Work<T> work) {
    begin(doing);
    try {
      T result = work.of(doing);
      // A function of the user's may have returned because of an interrupt, and not said so.
      await(doing, Duration.ZERO);
      return result;
    } finally {
      ended();
    }
  }

  private synchronized void begin(String doing) {
    if (closed) {
      throw disconnected(doing);
    }
    caller = Thread.currentThread();
  }

  private synchronized void ended() {
    caller = null;
    if (closed) {
      boolean _ = Thread.interrupted(); // by close, most likely
    }
  }

  final void await(String doing, Duration time) {
    try {
      shells.clock().await(shells.clock().instant().plus(time));
    } catch (InterruptedException e) {
      if (isClosed()) {
        throw disconnected(doing);
      }
      Thread.currentThread().interrupt();
      throw new ShellException(new ShellFailure.Interrupted(doing, "it was interrupted"), e);
    }
  }

  final synchronized boolean isClosed() {
    return closed;
  }

  static ShellException disconnected(String doing) {
    return new ShellException(
        new ShellFailure.Disconnected(doing, "the connection has been closed"));
  }

  /// Ends a running call, and all later ones at once.
  final synchronized void end() {
    closed = true;
    if (caller != null && caller != Thread.currentThread()) {
      caller.interrupt();
    }
  }

  @FunctionalInterface
  interface Work<T> {
    T of(String doing);
  }
}
