package dev.provision.cli.run;

import dev.provision.cli.call.Advice;
import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.view.ErrorWriter;
import dev.provision.cli.view.FleetView;
import dev.provision.cli.view.NodeResult;
import dev.provision.cli.view.OutputFormat;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.deploy.FleetRun.Part;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.library.deployment.DeploymentResult;
import dev.provision.library.deployment.DescriptionFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Shows the results of several nodes.
public record FleetResults(Invocation invocation, boolean verbose) {
  /// Writes the results, and says how it went.
  ///
  /// @param parts the result of each plan
  /// @param next commands that the user may want to run now, a line each
  /// @param description where the results are written to, besides
  public CommandStatus show(
      List<Part<DeployPlan, DeploymentResult>> parts,
      List<String> next,
      OutputFormat format,
      Optional<Path> description) {
    List<NodeResult> results = parts.stream().map(NodeResult::new).toList();
    FleetView view = new FleetView(results);
    invocation.streams().out().print(view.in(format));
    if (format == OutputFormat.TABLE) {
      next.forEach(line -> invocation.streams().out().print(line + "\n"));
    }
    invocation.streams().flush();
    description.ifPresent(file -> DescriptionFile.write(file, view.json()));
    results.stream().filter(result -> !result.ok()).forEach(this::showFailure);
    return CommandStatus.worst(results.stream().map(NodeResult::status));
  }

  private static Optional<String> advice(DeployReport report) {
    return switch (report.outcome()) {
      case Outcome.CloudFailed(var failure) -> Optional.of(Advice.DEPLOYING.on(failure));
      case Outcome.ShellFailed(var failure) -> Optional.of(Advice.DEPLOYING.on(failure));
      case Outcome.Completed _ -> Optional.empty();
    };
  }

  private void showFailure(NodeResult result) {
    ErrorWriter errors = new ErrorWriter(invocation, Advice.DEPLOYING);
    switch (result.part()) {
      case Part.Ended<DeployPlan, DeploymentResult>(DeployPlan _, DeploymentResult deployment) -> {
        String journal = "journal and complete output: " + deployment.directory().orElseThrow();
        errors.show(
            result.name() + ": " + result.inWords(),
            advice(deployment.report()).map(step -> step + "; " + journal).orElse(journal));
        deployment.report().notDestroyed().ifPresent(errors::show);
      }
      case Part.Broke<DeployPlan, DeploymentResult>(DeployPlan _, RuntimeException failure) ->
          errors.show(failure, verbose);
      case Part.Skipped<DeployPlan, DeploymentResult>
              _ -> {} // the table says so, and the others why
    }
  }
}
