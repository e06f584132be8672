package dev.provision.ports.step;

import java.util.List;

/// A step that is applied only if all its conditions hold when its turn comes. Otherwise its result
/// is [StepResult.NotNeeded], and it changes nothing. If that cannot be decided, the step fails.
///
/// @param step not itself conditional
/// @param conditions checked on the node, in this order
public record ConditionalStep(Step step, List<StepCondition> conditions) implements Step {
  /// Copies the list.
  ///
  /// @throws IllegalArgumentException if the step is conditional; if it is [AwaitReboot], which
  ///   completes another one; or if it is a [Reboot] that is to be done [StepCondition.Once]
  public ConditionalStep {
    if (step instanceof ConditionalStep) {
      throw new IllegalArgumentException("a conditional step cannot have further conditions");
    }
    if (step instanceof AwaitReboot) {
      throw new IllegalArgumentException("a restart that has begun cannot have conditions");
    }
    conditions = List.copyOf(conditions);
    if (step instanceof Reboot
        && conditions.stream().anyMatch(StepCondition.Once.class::isInstance)) {
      throw new IllegalArgumentException("a restart cannot be done only once");
    }
  }
}
