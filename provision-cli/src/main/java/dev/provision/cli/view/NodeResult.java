package dev.provision.cli.view;

import dev.provision.cli.call.CommandStatus;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.deploy.FleetRun.Part;
import dev.provision.library.deployment.DeploymentResult;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.step.StepResult;
import java.util.Optional;

/// What became of one node among several.
///
/// @param name the node's name
/// @param part what became of it
public record NodeResult(String name, Part<DeploymentResult> part) {
  /// The report, where there is one.
  public Optional<DeployReport> report() {
    return part instanceof Part.Ended<DeploymentResult>(DeploymentResult deployed)
        ? Optional.of(deployed.report())
        : Optional.empty();
  }

  /// The deployment, where it has ended.
  Optional<DeploymentResult> deployed() {
    return part instanceof Part.Ended<DeploymentResult>(DeploymentResult deployed)
        ? Optional.of(deployed)
        : Optional.empty();
  }

  /// The node, where it is known.
  public Optional<Node> node() {
    return report().flatMap(DeployReport::node);
  }

  /// Whether the node is as it was planned.
  public boolean ok() {
    return report().map(DeployReport::ok).orElse(false);
  }

  /// What the program would end with, were this node the only one.
  public CommandStatus status() {
    return switch (part) {
      case Part.Ended<DeploymentResult>(DeploymentResult deployed) ->
          CommandStatus.of(deployed.report());
      case Part.Broke<DeploymentResult>(RuntimeException failure) -> CommandStatus.of(failure);
      case Part.NotBegun<DeploymentResult> _ -> CommandStatus.DEPLOYMENT_FAILED;
    };
  }

  /// In a few words, such as `ok`, or what went wrong.
  public String inWords() {
    return switch (part) {
      case Part.Ended<DeploymentResult>(DeploymentResult deployed) -> inWords(deployed.report());
      case Part.Broke<DeploymentResult>(RuntimeException failure) ->
          String.valueOf(failure.getMessage());
      case Part.NotBegun<DeploymentResult> _ -> "not begun";
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
