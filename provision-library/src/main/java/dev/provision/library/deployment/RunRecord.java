package dev.provision.library.deployment;

import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.deploy.FleetRun.Part;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.library.run.OpenRun;
import dev.provision.library.run.RunSummary.State;
import dev.provision.library.state.StateDirectory;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.shell.ShellFailure;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What is kept of a run: a record for each node, and how it ended.
///
/// Tested by `RunsTest` and `FleetTest`.
sealed interface RunRecord {
  /// The record of one of its nodes.
  DeploymentRecord of(String node);

  /// Keeps that it was given up, since something was thrown.
  void brokeOff(List<String> nodes, RuntimeException why);

  /// Keeps how it ended.
  void ended(List<Part<DeployPlan, DeploymentResult>> parts);

  /// On disk.
  ///
  /// @param digest that of the plans
  /// @param maxOutput how many bytes of each script's streams are kept
  record OnDisk(
      OpenRun run, StateDirectory state, InstantSource clock, PlanDigest digest, long maxOutput)
      implements RunRecord {
    @Override
    public DeploymentRecord of(String node) {
      return DeploymentRecord.in(state.createWithin(run.node(node)), clock, digest, maxOutput);
    }

    @Override
    public void brokeOff(List<String> nodes, RuntimeException why) {
      run.end(
          Thread.currentThread().isInterrupted() ? State.INTERRUPTED : State.FAILED,
          nodes,
          digest.text(),
          Optional.of(String.valueOf(why.getMessage())));
    }

    @Override
    public void ended(List<Part<DeployPlan, DeploymentResult>> parts) {
      List<String> failed =
          parts.stream().filter(part -> !isGood(part)).map(part -> part.subject().name()).toList();
      State state =
          failed.isEmpty()
              ? State.DONE
              : parts.stream().anyMatch(OnDisk::isInterrupted) ? State.INTERRUPTED : State.FAILED;
      run.end(
          state,
          failed,
          digest.text(),
          parts.stream().flatMap(part -> failure(part).stream()).findFirst());
    }

    private static boolean isGood(Part<DeployPlan, DeploymentResult> part) {
      return part instanceof Part.Ended<DeployPlan, DeploymentResult> ended
          && ended.result().report().ok();
    }

    private static boolean isInterrupted(Part<DeployPlan, DeploymentResult> part) {
      return part instanceof Part.Ended<DeployPlan, DeploymentResult> ended
          && switch (ended.result().report().outcome()) {
            case Outcome.Completed _ -> false;
            case Outcome.CloudFailed(CloudFailure failure) ->
                failure instanceof CloudFailure.Interrupted;
            case Outcome.ShellFailed(ShellFailure failure) ->
                failure instanceof ShellFailure.Interrupted;
          };
    }

    private static Optional<String> failure(Part<DeployPlan, DeploymentResult> part) {
      return switch (part) {
        case Part.Ended<DeployPlan, DeploymentResult> ended -> failure(ended.result().report());
        case Part.Broke<DeployPlan, DeploymentResult> broke ->
            Optional.of(String.valueOf(broke.failure().getMessage()));
        case Part.Skipped<DeployPlan, DeploymentResult> _ -> Optional.empty();
      };
    }

    private static Optional<String> failure(DeployReport report) {
      return switch (report.outcome()) {
        case Outcome.Completed _ ->
            report.steps().stream()
                .filter(step -> !step.result().ok())
                .map(step -> step.step().target() + ": " + StepWords.of(step.result()))
                .findFirst();
        case Outcome.CloudFailed(CloudFailure failure) ->
            Optional.of(failure.doing() + ": " + failure.reason());
        case Outcome.ShellFailed(ShellFailure failure) ->
            Optional.of(failure.doing() + ": " + failure.reason());
      };
    }
  }

  /// None: for simulations, where nothing can be lost.
  record None() implements RunRecord {
    @Override
    public DeploymentRecord of(String node) {
      return new DeploymentRecord.None();
    }

    @Override
    public void brokeOff(List<String> nodes, RuntimeException why) {}

    @Override
    public void ended(List<Part<DeployPlan, DeploymentResult>> parts) {}
  }
}
