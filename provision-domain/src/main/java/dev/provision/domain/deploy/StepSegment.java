package dev.provision.domain.deploy;

import dev.provision.ports.step.AwaitReboot;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepCondition;
import dev.provision.ports.step.StepCondition.Changed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The steps of a plan up to a restart, or from the last one on: what is applied at once.
///
/// Tested by `StepSegmentTest`.
///
/// @param first the place of its first step in the plan
/// @param all the steps of the plan
/// @param end the place behind its last step; that one is a restart, but for the last segment
record StepSegment(int first, int end, List<Step> all) {
  /// A plan's segments. The last one is empty if the plan ends with a restart.
  static List<StepSegment> of(List<Step> all) {
    List<StepSegment> segments = new ArrayList<>();
    int first = 0;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).unconditional() instanceof Reboot) {
        segments.add(new StepSegment(first, i + 1, all));
        first = i + 1;
      }
    }
    segments.add(new StepSegment(first, all.size(), all));
    return segments;
  }

  /// Its steps as a list of their own.
  ///
  /// @param restart the restart before it, if that happened: it is confirmed first
  List<Step> steps(Optional<AwaitReboot> restart) {
    List<Step> steps = new ArrayList<>(restart.stream().toList());
    int shift = first - steps.size();
    for (int i = first; i < end; i++) {
      Step step = all.get(i);
      steps.add(step instanceof ConditionalStep conditional ? moved(conditional, shift) : step);
    }
    if (end > first && all.get(end - 1).unconditional() instanceof Reboot reboot) {
      steps.set(steps.size() - 1, told(steps.getLast(), reboot, shift));
    }
    return steps;
  }

  /// A step whose conditions are about this list only: of earlier ones, the node remembers.
  private ConditionalStep moved(ConditionalStep step, int shift) {
    List<StepCondition> conditions =
        step.conditions().stream()
            .map(
                condition ->
                    condition instanceof Changed changed ? moved(changed, shift) : condition)
            .toList();
    return new ConditionalStep(step.step(), conditions);
  }

  private Changed moved(Changed changed, int shift) {
    return new Changed(
        changed.key(),
        changed.steps().stream()
            .filter(place -> place >= first && place < end)
            .map(place -> place - shift)
            .toList());
  }

  /// The restart, with the later steps that depend on this list.
  private Step told(Step step, Reboot reboot, int shift) {
    Reboot told =
        new Reboot(
            reboot.timeout(),
            all.subList(end, all.size()).stream()
                .filter(ConditionalStep.class::isInstance)
                .map(ConditionalStep.class::cast)
                .filter(this::dependsOnThis)
                .map(later -> moved(later, shift))
                .toList());
    return step instanceof ConditionalStep(_, List<StepCondition> conditions)
        ? new ConditionalStep(told, conditions)
        : told;
  }

  private boolean dependsOnThis(ConditionalStep step) {
    return step.conditions().stream()
        .filter(Changed.class::isInstance)
        .map(Changed.class::cast)
        .anyMatch(
            changed -> changed.steps().stream().anyMatch(place -> place >= first && place < end));
  }
}
