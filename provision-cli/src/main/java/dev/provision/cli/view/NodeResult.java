package dev.provision.cli.view;

import dev.provision.cli.call.CommandStatus;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.deploy.FleetRun.Part;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.library.deployment.DeploymentResult;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.step.StepResult;
import java.util.Optional;

/// The result of one node among several.
///
/// @param part the result of its plan
public record NodeResult(Part<DeployPlan, DeploymentResult> part) {
  /// The node's name.
  public String name() {
    return part.subject().name();
  }

  /// The report, where there is one.
  Optional<DeployReport> report() {
    return part
            instanceof
            Part.Ended<DeployPlan, DeploymentResult>(DeployPlan _, DeploymentResult deployment)
        ? Optional.of(deployment.report())
        : Optional.empty();
  }

  /// The deployment, where it has ended.
  Optional<DeploymentResult> deployed() {
    return part
            instanceof
            Part.Ended<DeployPlan, DeploymentResult>(DeployPlan _, DeploymentResult deployment)
        ? Optional.of(deployment)
        : Optional.empty();
  }

  /// The node, where it is known.
  Optional<Node> node() {
    return report().flatMap(DeployReport::node);
  }

  /// Whether the node was not started.
  boolean skipped() {
    return part instanceof Part.Skipped<DeployPlan, DeploymentResult>;
  }

  /// Whether the node is as it was planned.
  public boolean ok() {
    return report().map(DeployReport::ok).orElse(false);
  }

  /// What the program would end with, were this node the only one.
  public CommandStatus status() {
    return switch (part) {
      case Part.Ended<DeployPlan, DeploymentResult>(DeployPlan _, DeploymentResult deployment) ->
          CommandStatus.of(deployment.report());
      case Part.Broke<DeployPlan, DeploymentResult>(DeployPlan _, RuntimeException failure) ->
          CommandStatus.of(failure);
      case Part.Skipped<DeployPlan, DeploymentResult> _ -> CommandStatus.DEPLOYMENT_FAILED;
    };
  }

  /// In a few words, such as `ok`, or what went wrong.
  public String inWords() {
    return switch (part) {
      case Part.Ended<DeployPlan, DeploymentResult>(DeployPlan _, DeploymentResult deployment) ->
          inWords(deployment.report());
      case Part.Broke<DeployPlan, DeploymentResult>(DeployPlan _, RuntimeException failure) ->
          String.valueOf(failure.getMessage());
      case Part.Skipped<DeployPlan, DeploymentResult> _ -> "skipped";
    };
  }

  private static String inWords(DeployReport report) {
    return switch (report.outcome()) {
      case Outcome.CloudFailed(var failure) -> failure.doing() + ": " + failure.reason();
      case Outcome.ShellFailed(var failure) -> failure.doing() + ": " + failure.reason();
      case Outcome.Completed _ ->
          report.steps().stream()
              .filter(step -> !step.result().ok())
              .filter(step -> !(step.result() instanceof StepResult.Skipped))
              .findFirst()
              .map(step -> step.step().target() + ": " + ResultWords.inWords(step.result()))
              .orElse("ok");
    };
  }
}
