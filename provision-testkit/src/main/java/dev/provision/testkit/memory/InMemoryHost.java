package dev.provision.testkit.memory;

import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// A host in memory.
final class InMemoryHost {
  private final NodeFiles files = new NodeFiles();
  private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();
  private HostKey key;
  private boolean keyIsSet;
  private Optional<Duration> boot = Optional.empty();
  private Optional<Instant> firstAsked = Optional.empty();

  InMemoryHost(String name) {
    this.key = HostKeys.of(name);
  }

  /// Held by the run of steps that one of its users has there.
  Semaphore turn(String user) {
    return turns.computeIfAbsent(user, _ -> new Semaphore(1, true));
  }

  NodeFiles files() {
    return files;
  }

  synchronized HostKey key() {
    return key;
  }

  synchronized void key(HostKey other) {
    key = other;
    keyIsSet = true;
  }

  synchronized void booting(Duration time) {
    boot = Optional.of(time);
  }

  /// When the SSH server listens; it boots from when it is first asked.
  ///
  /// @param usual how long hosts boot
  synchronized Instant listensAt(Instant now, Duration usual) {
    if (firstAsked.isEmpty()) {
      firstAsked = Optional.of(now);
    }
    return firstAsked.get().plus(boot.orElse(usual));
  }

  /// The key that it presents to a client with this trust: one that it is said to have been given,
  /// it has been given, unless a test says otherwise.
  synchronized HostKey shownTo(HostTrust trust) {
    if (trust instanceof HostTrust.AwaitedKey awaited && !keyIsSet) {
      key = awaited.key();
    }
    return key;
  }
}
