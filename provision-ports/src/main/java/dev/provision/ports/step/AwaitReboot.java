package dev.provision.ports.step;

import java.time.Duration;

/// Confirms that the node has restarted: it succeeds, with [StepResult.Rebooted], if the node has
/// another boot ID than before.
///
/// A system that is still going down ends the connection while this waits; the result is then
/// [StepResult.Rebooting] again, and the later steps are skipped. If the node is still up after the
/// time limit, the step fails.
///
/// @param former the boot ID before the restart, as [StepResult.Rebooting] reported it
/// @param timeout how long it waits for the system to go down
public record AwaitReboot(String former, Duration timeout) implements Step {}
