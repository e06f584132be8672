package dev.provision.cli.view;

import dev.provision.cli.call.ExitStatus;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.deploy.Fleet.Part;
import dev.provision.library.deployment.Deployed;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.step.StepResult;
import java.util.Optional;

/// What became of one node among several.
///
/// @param name the node's name
/// @param part what became of it
public record NodeResult(String name, Part<Deployed> part) {
  /// The report, where there is one.
  public Optional<DeployReport> report() {
    return part instanceof Part.Ended<Deployed>(Deployed deployed)
        ? Optional.of(deployed.report())
        : Optional.empty();
  }

  /// The deployment, where it has ended.
  Optional<Deployed> deployed() {
    return part instanceof Part.Ended<Deployed>(Deployed deployed)
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
  public ExitStatus status() {
    return switch (part) {
      case Part.Ended<Deployed>(Deployed deployed) -> ExitStatus.of(deployed.report());
      case Part.Broke<Deployed>(RuntimeException failure) -> ExitStatus.of(failure);
      case Part.NotBegun<Deployed> _ -> ExitStatus.DEPLOYMENT_FAILED;
    };
  }

  /// In a few words, such as `ok`, or what went wrong.
  public String inWords() {
    return switch (part) {
      case Part.Ended<Deployed>(Deployed deployed) -> inWords(deployed.report());
      case Part.Broke<Deployed>(RuntimeException failure) -> String.valueOf(failure.getMessage());
      case Part.NotBegun<Deployed> _ -> "not begun";
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
              .map(step -> step.step().target() + ": " + Results.inWords(step.result()))
              .orElse("ok");
    };
  }
}
