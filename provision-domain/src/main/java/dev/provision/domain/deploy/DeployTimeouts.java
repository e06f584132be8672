package dev.provision.domain.deploy;

import dev.provision.ports.shell.WhenBusy;
import java.time.Duration;

/// How long a deployment waits, and whether it can be undone.
///
/// @param running for the node to run and have an address
/// @param reachable for the node to answer by SSH, from then on
/// @param settled for each thing that has to end on a new node before its steps, from then on
/// @param whenBusy what to do while another run has the node
/// @param keepReplaced whether what the steps replace is kept on the node
public record DeployTimeouts(
    Duration running,
    Duration reachable,
    Duration settled,
    WhenBusy whenBusy,
    boolean keepReplaced) {
  /// The same, waiting for other runs as long as they take.
  public DeployTimeouts(Duration running, Duration reachable, Duration settled) {
    this(running, reachable, settled, WhenBusy.WAIT, false);
  }

  /// The same limits with another answer to a busy node.
  public DeployTimeouts with(WhenBusy other) {
    return new DeployTimeouts(running, reachable, settled, other, keepReplaced);
  }

  /// The same limits, and what the steps replace is kept on the node, or not.
  public DeployTimeouts keeping(boolean kept) {
    return new DeployTimeouts(running, reachable, settled, whenBusy, kept);
  }

  /// What suits today's clouds: 20 minutes until it runs, 10 more until SSH answers, 10 more for
  /// each thing that has to end then.
  public static DeployTimeouts usual() {
    return new DeployTimeouts(
        Duration.ofMinutes(20), Duration.ofMinutes(10), Duration.ofMinutes(10));
  }
}
