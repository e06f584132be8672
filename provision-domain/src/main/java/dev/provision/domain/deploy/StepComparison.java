package dev.provision.domain.deploy;

import dev.provision.domain.plan.DeployPlan.PlannedStep;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepDifference.FileDiffers;
import java.util.Optional;
import java.util.regex.Pattern;

/// A step and how the node differs from it. Tested by `StepComparisonTest`.
///
/// @param hidden whether contents are not shown: the step is secret, or the file's mode gives
///   others no right to read it
public record StepComparison(PlannedStep step, StepDifference difference, boolean hidden) {
  private static final int OWNER_BITS = 0700;
  private static final int OTHERS_BITS = 0007;
  private static final int PRIVATE = 0600;

  /// As the traits of a file on the node tell it.
  private static final Pattern PRIVATE_THERE = Pattern.compile("mode 06[0-7]0\\b.*");

  /// The comparison, without contents if they must not be shown.
  static StepComparison of(PlannedStep step, StepDifference difference) {
    if (!(difference instanceof FileDiffers differs)) {
      return new StepComparison(step, difference, step.secret());
    }
    boolean hidden =
        step.secret()
            || (step.step().unconditional() instanceof PutFile file && isPrivate(file.mode()))
            || differs.traits().stream().anyMatch(it -> PRIVATE_THERE.matcher(it).matches());
    return new StepComparison(
        step,
        hidden
            ? new FileDiffers(differs.traits(), differs.contentDiffers(), Optional.empty())
            : differs,
        hidden);
  }

  private static boolean isPrivate(int mode) {
    return (mode & OWNER_BITS) == PRIVATE && (mode & OTHERS_BITS) == 0;
  }
}
