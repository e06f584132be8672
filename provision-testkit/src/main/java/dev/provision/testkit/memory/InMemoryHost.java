package dev.provision.testkit.memory;

import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.step.AwaitReboot;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.memory.ShellFault.RestartRule;
import dev.provision.testkit.memory.undo.UndoHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// A host in memory.
///
/// Tested by `InMemoryRebootTest` and `InMemoryShellContractTest`.
final class InMemoryHost {
  private final NodeFiles files = new NodeFiles();
  private final UndoHistory history = new UndoHistory();
  private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();
  private HostKey key;
  private boolean keyIsSet;
  private Optional<Duration> boot = Optional.empty();
  private Optional<Instant> firstAsked = Optional.empty();
  private RestartRule restarts = RestartRule.RETURNS;
  private int starts = 1;
  private boolean goingDown;
  private boolean vanished;

  /// What a restart, or waiting for one, has come to.
  ///
  /// @param time how long that took
  record Restart(StepResult result, Duration time) {
    private static Restart at(StepResult result) {
      return new Restart(result, Duration.ZERO);
    }
  }

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

  UndoHistory history() {
    return history;
  }

  synchronized HostKey key() {
    return key;
  }

  synchronized void key(HostKey other) {
    key = other;
    keyIsSet = true;
  }

  synchronized void restarting(RestartRule rule) {
    restarts = rule;
    vanished = false;
  }

  /// The ID of its present boot.
  synchronized String boot() {
    return "boot-" + starts;
  }

  /// @param user who applies the steps
  synchronized Restart restart(Reboot step, String user) {
    if (!user.equals("root")) {
      return failed("only root can restart the node", Duration.ZERO);
    }
    return switch (restarts) {
      case REFUSES -> failed("refused", Duration.ZERO);
      case STAYS -> stayed(step.timeout());
      case LINGERS -> {
        goingDown = true;
        yield Restart.at(new StepResult.Rebooting(boot()));
      }
      case RETURNS, VANISHES -> Restart.at(goDown());
    };
  }

  synchronized Restart awaitRestart(AwaitReboot step) {
    if (!boot().equals(step.former())) {
      return Restart.at(new StepResult.Rebooted(Duration.ZERO));
    }
    return goingDown ? Restart.at(goDown()) : stayed(step.timeout());
  }

  private StepResult goDown() {
    StepResult result = new StepResult.Rebooting(boot());
    goingDown = false;
    vanished = restarts == RestartRule.VANISHES;
    starts++;
    firstAsked = Optional.empty();
    return result;
  }

  private Restart stayed(Duration time) {
    return failed(
        "it has not restarted after %s s: it still has the boot ID %s"
            .formatted(time.toSeconds(), boot()),
        time);
  }

  private static Restart failed(String reason, Duration time) {
    return new Restart(new StepResult.Failed(Reboot.NAME + ": " + reason), time);
  }

  synchronized void booting(Duration time) {
    boot = Optional.of(time);
  }

  /// When the SSH server listens; it boots from when it is first asked.
  ///
  /// @param usual how long hosts boot
  synchronized Instant listensAt(Instant now, Duration usual) {
    if (vanished) {
      return Instant.MAX;
    }
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
