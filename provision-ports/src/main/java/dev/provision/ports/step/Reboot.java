package dev.provision.ports.step;

import java.time.Duration;
import java.util.List;

/// Restarts the node. It is the last step of its list, because the connection ends with the system;
/// the caller connects again, and continues with a list whose first step is [AwaitReboot].
///
/// Its result is [StepResult.Rebooting] as soon as the system is going down. If the steps are not
/// applied as root, or if the program that restarts the node fails, the step fails, and the reason
/// says why. If the node is still up after the time limit, the step fails.
///
/// With a [StepCondition.Changed], it is due only until the node has started again, even if another
/// program restarted it.
///
/// @param timeout how long it may take until the node answers again
/// @param later conditional steps that are applied after the restart. Their [StepCondition.Changed]
///   refers to the steps of this list, and what it needs is remembered as if they were part of it
public record Reboot(Duration timeout, List<ConditionalStep> later) implements Step {
  /// Its name in messages, because it has no target.
  public static final String NAME = "reboot";

  /// Copies the list.
  public Reboot {
    later = List.copyOf(later);
  }

  /// A restart on which no later step depends.
  public Reboot(Duration timeout) {
    this(timeout, List.of());
  }

  /// Checks that a restart is the last step of a list that is to be applied.
  ///
  /// @throws IllegalArgumentException if it is another one
  public static void checkPlace(List<Step> steps) {
    for (int i = 0; i < steps.size() - 1; i++) {
      if (steps.get(i).unconditional() instanceof Reboot) {
        throw new IllegalArgumentException(
            "step %s restarts the node, so it must be the last one of its list".formatted(i));
      }
    }
  }
}
