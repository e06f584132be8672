package dev.provision.domain.deploy;

import dev.provision.ports.shell.RemoteShellPort;
import java.time.Duration;
import java.util.function.Consumer;

/// Makes events of what a connection to a node waits for.
record ConnectionWaits(String name, Consumer<DeployEvent> events)
    implements RemoteShellPort.WaitObserver {
  @Override
  public void waiting(String reason) {
    events.accept(new DeployEvent.ConnectionPending(name, reason));
  }

  @Override
  public void awaiting(String what, Duration limit) {
    events.accept(new DeployEvent.AwaitingPart(name, what, limit));
  }
}
