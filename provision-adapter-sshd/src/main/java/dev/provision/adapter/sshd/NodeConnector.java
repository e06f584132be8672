package dev.provision.adapter.sshd;

import dev.provision.adapter.sshd.start.RunHolder;
import dev.provision.adapter.sshd.start.StartLimit;
import dev.provision.adapter.sshd.time.TimeAllowance;
import dev.provision.adapter.sshd.transport.Connection;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects to a host, through others if need be, as often as it takes.
///
/// A host on the way that has let us in is kept while those behind it are waited for.
///
/// Tested by `ConnectingTest` and `JumpTest`.
final class NodeConnector {
  private static final Logger LOG = LoggerFactory.getLogger("provision.ssh");

  private static final Duration FIRST_PAUSE = Duration.ofMillis(25);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final List<HopConnector> hops;
  private final List<Connection> chain = new ArrayList<>();
  private final String doing;
  private final RunHolder holder;

  /// @param hops at least one; the last one is where we want to go
  /// @param holder who applies steps over it
  NodeConnector(List<HopConnector> hops, RunHolder holder) {
    this.hops = List.copyOf(hops);
    this.doing = hops.getLast().hop().doing();
    this.holder = holder;
  }

  RemoteShell connect(TimeAllowance waiting) {
    LOG.debug(
        "the way: {}, for at most {}",
        hops.stream().map(next -> next.hop().place()).toList(),
        waiting.limit());
    Connection connection = connection(waiting);
    HopConnector last = hops.getLast();
    return new SshdShell(
        connection,
        last.hop().endpoint(),
        last.check().identity().orElseThrow(),
        holder,
        new StartLimit(waiting),
        this::again,
        last.attempt());
  }

  /// Makes all connections anew, as one of them does not answer any more.
  private Connection again(TimeAllowance waiting) {
    close();
    return connection(waiting);
  }

  private void close() {
    chain.forEach(connection -> connection.close(true));
    chain.clear();
  }

  private Connection connection(TimeAllowance waiting) {
    boolean done = false;
    try {
      Connection connection = connectUntil(waiting);
      done = true;
      return connection;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  private Connection connectUntil(TimeAllowance waiting) {
    Duration pause = FIRST_PAUSE;
    Optional<ShellFailure> telling = Optional.empty();
    Optional<String> before = Optional.empty();
    while (true) {
      boolean hurried = waiting.left().compareTo(hops.getLast().attempt()) < 0;
      try {
        return attempt(waiting);
      } catch (NotYetException e) {
        // A host that has shown another key has told more than one that says nothing at the end.
        telling = e.failure().isPresent() ? e.failure() : telling;
        if (waiting.left().compareTo(pause) <= 0) {
          throw tooLate(
              waiting.limit(),
              e,
              hurried ? Optional.empty() : Optional.of(e.reason()),
              before,
              telling);
        }
        // What an attempt says that had no time left hides no reason that was given before.
        before = e.isLate() ? before : Optional.of(e.reason());
        waiting.observer().waiting(e.reason());
        LOG.debug("not yet: {}; again in {}", e.reason(), pause);
        sleep(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private Connection attempt(TimeAllowance waiting) throws NotYetException, InterruptedException {
    dropBroken();
    while (chain.size() < hops.size()) {
      HopConnector next = hops.get(chain.size());
      chain.add(
          chain.isEmpty() ? next.connect(waiting) : next.connectThrough(chain.getLast(), waiting));
    }
    for (int i = 1; i < chain.size(); i++) {
      chain.get(i).endWith(chain.get(i - 1));
    }
    return chain.getLast();
  }

  /// What a broken connection carried is gone, too. One on which nothing comes is as good as
  /// broken.
  private void dropBroken() {
    for (int i = 0; i < chain.size(); i++) {
      if (!chain.get(i).isOpen() || chain.get(i).isMute()) {
        List<Connection> rest = chain.subList(i, chain.size());
        rest.forEach(connection -> connection.close(true));
        rest.clear();
      }
    }
  }

  /// @param atLast the last reason, if that attempt had all the time that it may take
  /// @param before what an earlier one said that was not late
  private ShellException tooLate(
      Duration limit,
      NotYetException last,
      Optional<String> atLast,
      Optional<String> before,
      Optional<ShellFailure> telling) {
    Optional<String> first = last.isLate() ? before : Optional.empty();
    String reason =
        first.isEmpty()
            ? last.reason()
            : first.get() + atLast.map(then -> "; then " + then).orElse("");
    ShellFailure unreachable =
        new ShellFailure.Unreachable(
            doing, reason + " (tried for " + limit.toMillis() / 1000.0 + " s)");
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
