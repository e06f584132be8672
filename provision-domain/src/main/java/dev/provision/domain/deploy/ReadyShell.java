package dev.provision.domain.deploy;

import dev.provision.domain.boot.HostKeyChange;
import dev.provision.domain.boot.HostKeyLedger;
import dev.provision.domain.boot.HostKeyRecord;
import dev.provision.domain.boot.Readiness;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.StepResult;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// The way to a node's shell: connects, and sees to it that the node is one that can be trusted and
/// is ready for its steps.
///
/// Tested by `FirstBootTest` and `KeyChangeIT`.
final class ReadyShell implements AutoCloseable {
  /// After the node's SSH server was told to show another key.
  private static final Duration CHANGE = Duration.ofMinutes(1);

  /// How often a node may break off while it is waited for, such as by starting anew.
  private static final int BREAKS = 3;

  private final RemoteShellPort shells;
  private final DeployTimeouts timeouts;
  private final String name;
  private final Consumer<DeployEvent> events;
  private SshEndpoint endpoint;
  private RemoteShell shell;
  private HostIdentity identity;

  /// Connects. A key that the endpoint's trust awaits may take until the limit.
  ReadyShell(
      RemoteShellPort shells,
      DeployTimeouts timeouts,
      String name,
      Consumer<DeployEvent> events,
      SshEndpoint endpoint) {
    this.shells = shells;
    this.timeouts = timeouts;
    this.name = name;
    this.events = events;
    this.endpoint = endpoint;
    events.accept(new DeployEvent.Awaiting(name, "SSH to answer", timeouts.reachable()));
    this.shell = connect(timeouts.reachable());
    this.identity = shell.hostIdentity();
    tellConnected();
  }

  RemoteShell shell() {
    return shell;
  }

  HostIdentity identity() {
    return identity;
  }

  private RemoteShell connect(Duration limit) {
    return shells.connect(endpoint, limit, new ConnectionWaits(name, events));
  }

  private void tellConnected() {
    events.accept(new DeployEvent.Connected(name, shell.endpoint().toString(), identity));
  }

  /// Lets a node that shows the key it was given make one of its own, and connects again: from now
  /// on only its own is accepted. The new key is written down before the node shows it, and the
  /// given one dropped when the node has shown it.
  ///
  /// @param record what is known of the node's keys
  /// @param token one that nobody on the node can have foreseen
  void changeKey(HostKeyLedger ledger, NodeId id, HostKeyRecord record, String token) {
    switch (ran(HostKeyChange.telling(record.accepted(), token))) {
      case HostKeyChange.Done(HostKey own) -> {
        HostKeyRecord now = ledger.announce(id, record, own);
        switch (ran(HostKeyChange.showing(own, now.accepted(), token))) {
          case HostKeyChange.Done _ -> {
            connectTo(own);
            ledger.settle(id, now, own);
          }
          // It may still come to show the new key: both stay.
          case HostKeyChange.Failed(String reason) -> keepGiven(reason);
        }
      }
      case HostKeyChange.Failed(String reason) -> {
        if (record.keys().isEmpty()) {
          ledger.settle(id, record, identity.key());
        }
        keepGiven(reason);
      }
    }
  }

  private HostKeyChange ran(RunScript step) {
    return HostKeyChange.of(shell.apply(List.of(step), listening(_ -> {})).getFirst());
  }

  private LineObserver listening(Consumer<String> lines) {
    return new LineObserver(name, lines, events);
  }

  private void connectTo(HostKey own) {
    shell.close();
    endpoint = endpoint.withTrust(endpoint.trust().awaiting(own));
    shell = connect(CHANGE);
    identity =
        identified(
            "verified with the key that the node generated, after it had shown the key given at"
                + " creation");
    tellConnected();
  }

  private void keepGiven(String reason) {
    String failed = "could not replace the given key with one of its own: " + reason;
    identity = identified("verified with the key given at creation; but the node " + failed);
    events.accept(
        new DeployEvent.Warned(
            name,
            name + ": " + failed + " (programs on the node may be able to read the given key)"));
  }

  /// Connects again to a node that is starting again: by the same trust and logins as before,
  /// wherever it answers now.
  void reconnect(SshEndpoint reached, Duration limit) {
    shell.close();
    endpoint =
        new SshEndpoint(
            reached.host(),
            reached.port(),
            endpoint.user(),
            endpoint.logins(),
            endpoint.trust(),
            reached.hostName(),
            endpoint.privilege(),
            reached.via());
    shell = connect(limit);
    events.accept(
        new DeployEvent.Connected(name, shell.endpoint().toString(), shell.hostIdentity()));
  }

  private HostIdentity identified(String how) {
    HostIdentity shown = shell.hostIdentity();
    return new HostIdentity(shown.key(), how, shown.recorded());
  }

  /// Waits until the node has done what it does after its first start.
  ///
  /// @param token one that nobody on the node can have foreseen
  void awaitReady(String token) {
    for (Readiness phase : Readiness.all(timeouts.settled(), token)) {
      events.accept(new DeployEvent.Awaiting(name, phase.what(), timeouts.settled()));
      switch (phase.outcome(result(phase))) {
        case Readiness.Outcome.Ready _ -> {}
        case Readiness.Outcome.Doubtful(String warning) ->
            events.accept(new DeployEvent.Warned(name, name + ": " + warning));
        case Readiness.Outcome.Late(String reason) ->
            throw new ShellException(
                new ShellFailure.TimedOut(
                    "waiting for %s at %s".formatted(phase.what(), endpoint), reason));
      }
    }
  }

  private StepResult result(Readiness phase) {
    for (int breaks = 0; ; breaks++) {
      try {
        return shell
            .apply(
                List.of(phase.step()),
                listening(line -> events.accept(new DeployEvent.NotReady(name, line))))
            .getFirst();
      } catch (ShellException e) {
        if (!(e.failure() instanceof ShellFailure.Disconnected) || breaks == BREAKS) {
          throw e;
        }
        events.accept(new DeployEvent.ConnectionPending(name, e.failure().reason()));
        shell.close();
        shell = connect(timeouts.reachable());
      }
    }
  }

  @Override
  public void close() {
    shell.close();
  }
}
