package dev.provision.adapter.sshd.start;

import dev.provision.adapter.sshd.time.TimeAllowance;
import dev.provision.ports.shell.RemoteShellPort.WaitObserver;
import java.time.Duration;

/// How long calls on a connection may take until the node begins: the first has what connecting has
/// left of its limit, each later one as long as connecting had.
public final class StartLimit {
  private final Duration limit;
  private Duration next;

  /// Begins when a connection is there.
  ///
  /// @param connecting which has just succeeded
  public StartLimit(TimeAllowance connecting) {
    this.limit = connecting.limit();
    this.next = connecting.left();
  }

  /// For the next call, from now on.
  public TimeAllowance next(WaitObserver observer) {
    TimeAllowance waiting = new TimeAllowance(limit, System.nanoTime() + next.toNanos(), observer);
    next = limit;
    return waiting;
  }
}
