package dev.provision.domain.deploy;

import dev.provision.domain.plan.DeployPlan.PlannedStep;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.StepResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What became of a deployment.
///
/// @param name the node's name
/// @param node the node; empty if the cloud never said that it exists
/// @param choice what it was created from; empty if it existed before
/// @param identity how the host was recognized; empty if it was never reached
/// @param steps a result for each step, in order
/// @param outcome how it ended
/// @param destroyed whether the node is gone again
/// @param notDestroyed why it is not, where it should have been removed after the failure
/// @param duration how long it took
public record DeployReport(
    String name,
    Optional<Node> node,
    Optional<ChosenResources> choice,
    Optional<HostIdentity> identity,
    List<StepReport> steps,
    Outcome outcome,
    boolean destroyed,
    Optional<CloudFailure> notDestroyed,
    Duration duration) {

  /// Copies the list.
  public DeployReport {
    steps = List.copyOf(steps);
  }

  /// Whether every step was done and succeeded.
  public boolean ok() {
    return outcome instanceof Outcome.Completed && steps.stream().allMatch(s -> s.result().ok());
  }

  /// The results of the scripts only, in order.
  public List<StepReport> scripts() {
    return steps.stream().filter(step -> step.step().isScript()).toList();
  }

  /// A step and what became of it.
  public record StepReport(PlannedStep step, StepResult result) {}

  /// How a deployment ended.
  public sealed interface Outcome {
    /// All steps were tried, or those up to the one that failed.
    record Completed() implements Outcome {}

    /// The cloud failed.
    record CloudFailed(CloudFailure failure) implements Outcome {}

    /// The node could not be reached, or the delivery broke off.
    record ShellFailed(ShellFailure failure) implements Outcome {}
  }
}
