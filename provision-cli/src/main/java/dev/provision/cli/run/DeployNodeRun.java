package dev.provision.cli.run;

import dev.provision.cli.call.Advice;
import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.StandardStreams.Standard;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.DeployOptions;
import dev.provision.cli.option.FleetOptions;
import dev.provision.cli.terminal.Passphrases;
import dev.provision.cli.terminal.Progress;
import dev.provision.cli.terminal.ProviderWait;
import dev.provision.cli.terminal.Tty;
import dev.provision.cli.view.ErrorWriter;
import dev.provision.cli.view.OutputFormat;
import dev.provision.cli.view.ReportView;
import dev.provision.cli.view.ResultWords;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.deploy.DeployReport.StepReport;
import dev.provision.domain.deploy.FleetRun.Part;
import dev.provision.domain.destroy.DestroyPolicy;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.FleetPlan;
import dev.provision.library.Provision;
import dev.provision.library.deployment.DeploymentResult;
import dev.provision.library.deployment.DescriptionFile;
import dev.provision.library.deployment.EarlierNode;
import dev.provision.library.plan.SavedPlan;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.step.StepResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One deployment from the command line: shows its progress, its result, and what can be done next.
///
/// Tested by `DeployNodeTest` and `FleetTest`.
public final class DeployNodeRun {
  private final Invocation invocation;
  private final CommonOptions common;
  private final DeployOptions options;
  private final FleetOptions fleet;
  private final Tty tty = new Tty();
  private final Passphrases passphrases = new Passphrases(tty);

  public DeployNodeRun(
      Invocation invocation, CommonOptions common, DeployOptions options, FleetOptions fleet) {
    this.invocation = invocation;
    this.common = common;
    this.options = options;
    this.fleet = fleet;
  }

  public CommandStatus run(OutputFormat format) {
    Optional<Path> description =
        options.descriptionFile().map(invocation.workingDirectory()::resolve);
    description.ifPresent(DescriptionFile::check);
    Optional<SavedPlan> saved = options.plan(invocation);
    saved.ifPresent(common::plannedFor);
    try (Provision provision =
        common.openToConnect(
            invocation, options.limits(), options.nodeLimits(), options.maxOutput(), passphrases)) {
      FleetPlan plans = plans(provision, saved);
      invocation
          .longWork()
          .filter(_ -> TransferSize.areLarge(plans) && !options.readsInput())
          .ifPresent(again -> again.begin(common.readSecret()));
      if (!options.another()) {
        refuseSecondNodes(
            ProviderWait.of(invocation, "the list of nodes", () -> provision.madeEarlier(plans)));
      }
      RemainingNodes remaining = remaining(provision);
      invocation.interruption().lastWords(remaining::words);
      if (plans.plans().size() > 1) {
        return several(provision, plans, remaining, description, format);
      }
      DeploymentResult deployment = deploy(provision, plans, remaining);
      return show(deployment, description, remaining, format);
    }
  }

  private FleetPlan plans(Provision provision, Optional<SavedPlan> saved) {
    return saved
        .map(plan -> provision.plans(plan, options.variables(invocation)))
        .orElseGet(
            () -> provision.plans(options.request(invocation), options.names(), options.count()));
  }

  /// The same command again must not quietly make a second node.
  private void refuseSecondNodes(List<EarlierNode> earlier) {
    List<Problem> problems = earlier.stream().map(this::secondNode).toList();
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems);
    }
  }

  private Problem secondNode(EarlierNode earlier) {
    Node node = earlier.node();
    String what =
        earlier.endedWell()
            ? "node '%s' (ID %s) from an earlier deployment still exists"
            : "an earlier deployment of '%s' failed, and its node (ID %s) still exists";
    List<String> arguments = new ArrayList<>(common.repeated());
    arguments.add(node.name());
    return Problem.refused(what.formatted(node.name(), node.id().value()))
        .next(
            ("inspect it: %s; destroy it: %s; or choose another name with -n, or create a second"
                    + " node of that name with --another")
                .formatted(
                    invocation.words().command("ssh", arguments),
                    invocation.words().command("destroy-node", arguments)));
  }

  private CommandStatus several(
      Provision provision,
      FleetPlan plans,
      RemainingNodes remaining,
      Optional<Path> description,
      OutputFormat format) {
    List<Part<DeployPlan, DeploymentResult>> parts;
    try (Progress progress = Progress.on(invocation, tty, common.verbose(), plans.plans().size())) {
      passphrases.besides(progress);
      parts =
          provision.deployAll(
              plans, fleet.fleet(), options.destroyOnFailure(), remaining.andThen(progress));
    }
    CommandStatus status =
        new FleetResults(invocation, common.verbose())
            .show(parts, remaining.nextForSeveral(), format, description);
    if (status == CommandStatus.OK || format == OutputFormat.TABLE) {
      invocation.interruption().lastWords(Optional::empty); // they are in the result
    }
    return status;
  }

  private RemainingNodes remaining(Provision provision) {
    DestroyPolicy policy = new DestroyPolicy(provision.configuration().destroyablePrefixes());
    return new RemainingNodes(invocation.words(), common.repeated(), policy);
  }

  private DeploymentResult deploy(Provision provision, FleetPlan plans, RemainingNodes remaining) {
    try (Progress progress = Progress.on(invocation, tty, common.verbose(), 1)) {
      passphrases.besides(progress);
      return provision.deployOne(plans, options.destroyOnFailure(), remaining.andThen(progress));
    }
  }

  private CommandStatus show(
      DeploymentResult deployment,
      Optional<Path> description,
      RemainingNodes remaining,
      OutputFormat format) {
    DeployReport report = deployment.report();
    if (report.node().isPresent()) {
      ReportView view = new ReportView(deployment, remaining.next(), options.scripts());
      invocation.streams().out().print(view.in(format));
      invocation.streams().flush();
      if (format == OutputFormat.TABLE && invocation.streams().isTerminal(Standard.OUT)) {
        invocation.interruption().lastWords(Optional::empty); // they are in the result
      }
      description.ifPresent(file -> DescriptionFile.write(file, deployment));
    }
    if (report.ok()) {
      invocation.interruption().lastWords(Optional::empty);
    } else {
      showFailure(report);
    }
    return CommandStatus.of(report);
  }

  private void showFailure(DeployReport report) {
    ErrorWriter errors = new ErrorWriter(invocation, Advice.DEPLOYING);
    switch (report.outcome()) {
      case Outcome.CloudFailed(var failure) -> errors.show(failure);
      case Outcome.ShellFailed(var failure) -> errors.show(failure);
      case Outcome.Completed _ ->
          report.steps().stream()
              .filter(step -> !step.result().ok())
              .filter(step -> !(step.result() instanceof StepResult.Skipped))
              .forEach(step -> showStep(errors, step));
    }
    report.notDestroyed().ifPresent(errors::show);
    if (report.destroyed()) {
      invocation.streams().err().println("node " + report.name() + " was destroyed");
    }
  }

  private static void showStep(ErrorWriter errors, StepReport step) {
    errors.show(
        step.step().target() + ": " + ResultWords.inWords(step.result()),
        "it comes from " + step.step().source());
  }
}
