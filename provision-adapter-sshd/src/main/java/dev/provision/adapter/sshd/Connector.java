package dev.provision.adapter.sshd;

import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort.WaitObserver;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Connects to a host, through others if need be, as often as it takes.
///
/// A host on the way that has let us in is kept while those behind it are waited for.
final class Connector {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(25);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final List<HopConnector> hops;
  private final List<Connection> chain = new ArrayList<>();
  private final String doing;
  private final WaitObserver waiting;

  /// @param hops at least one; the last one is where we want to go
  Connector(List<HopConnector> hops, WaitObserver waiting) {
    this.hops = List.copyOf(hops);
    this.doing = hops.getLast().hop().doing();
    this.waiting = waiting;
  }

  RemoteShell connect(Duration limit) {
    boolean done = false;
    try {
      RemoteShell shell = connectUntil(System.nanoTime() + limit.toNanos(), limit);
      done = true;
      return shell;
    } finally {
      if (!done) {
        chain.forEach(connection -> connection.close(true));
      }
    }
  }

  private RemoteShell connectUntil(long deadline, Duration limit) {
    Duration pause = FIRST_PAUSE;
    Optional<ShellFailure> telling = Optional.empty();
    while (true) {
      try {
        return attempt(deadline);
      } catch (NotYetException e) {
        // A host that has shown another key has told more than one that says nothing at the end.
        telling = e.failure().isPresent() ? e.failure() : telling;
        if (System.nanoTime() + pause.toNanos() >= deadline) {
          throw tooLate(limit, e, telling);
        }
        waiting.waiting(e.reason());
        sleep(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private RemoteShell attempt(long deadline) throws NotYetException, InterruptedException {
    dropBroken();
    while (chain.size() < hops.size()) {
      HopConnector next = hops.get(chain.size());
      chain.add(
          chain.isEmpty()
              ? next.connect(deadline, waiting)
              : next.connectThrough(chain.getLast(), deadline, waiting));
    }
    for (int i = 1; i < chain.size(); i++) {
      chain.get(i).endWith(chain.get(i - 1));
    }
    HopConnector last = hops.getLast();
    return new SshdShell(
        chain.getLast(), last.hop().endpoint(), last.check().identity().orElseThrow());
  }

  /// What a broken connection carried is gone, too.
  private void dropBroken() {
    for (int i = 0; i < chain.size(); i++) {
      if (!chain.get(i).isOpen()) {
        List<Connection> rest = chain.subList(i, chain.size());
        rest.forEach(connection -> connection.close(true));
        rest.clear();
      }
    }
  }

  private ShellException tooLate(
      Duration limit, NotYetException last, Optional<ShellFailure> telling) {
    ShellFailure unreachable =
        new ShellFailure.Unreachable(
            doing, last.reason() + " (tried for " + limit.toMillis() / 1000.0 + " s)");
    return new ShellException(telling.orElse(unreachable), last);
  }

  private void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private ShellException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ShellException(new ShellFailure.Interrupted(doing, "it was interrupted"), e);
  }
}
