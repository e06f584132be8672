package dev.provision.cli.command;

import dev.provision.cli.call.ExitStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.Streams.Standard;
import dev.provision.cli.terminal.Passphrases;
import dev.provision.cli.terminal.Progress;
import dev.provision.cli.terminal.Tty;
import dev.provision.cli.view.Errors;
import dev.provision.cli.view.Format;
import dev.provision.cli.view.ReportView;
import dev.provision.cli.view.Results;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.deploy.DeployReport.StepReport;
import dev.provision.domain.destroy.DestroyPolicy;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.library.Deployed;
import dev.provision.library.DescriptionFile;
import dev.provision.library.Provision;
import dev.provision.ports.shell.StepResult;
import java.nio.file.Path;
import java.util.Optional;

/// One deployment from the command line: shows its progress, its result, and what can be done next.
final class Deploying {
  private final Invocation invocation;
  private final CommonOptions common;
  private final DeployOptions options;
  private final Tty tty = new Tty();
  private final Passphrases passphrases = new Passphrases(tty);

  Deploying(Invocation invocation, CommonOptions common, DeployOptions options) {
    this.invocation = invocation;
    this.common = common;
    this.options = options;
  }

  ExitStatus run(Format format) {
    Optional<Path> description =
        options.descriptionFile().map(invocation.workingDirectory()::resolve);
    description.ifPresent(DescriptionFile::check);
    try (Provision provision = common.openToConnect(invocation, options.limits(), passphrases)) {
      DeployPlan plan = provision.plan(options.request());
      Standing standing = standing(provision);
      invocation.interruption().lastWords(standing::words);
      Deployed deployed = deploy(provision, plan, standing);
      return show(deployed, description, standing, format);
    }
  }

  private Standing standing(Provision provision) {
    DestroyPolicy policy = new DestroyPolicy(provision.configuration().destroyablePrefixes());
    return new Standing(invocation.words(), common.repeated(), policy);
  }

  private Deployed deploy(Provision provision, DeployPlan plan, Standing standing) {
    try (Progress progress = Progress.on(invocation, tty, common.verbose())) {
      passphrases.besides(progress);
      return provision.deploy(plan, options.destroyOnFailure(), standing.andThen(progress));
    }
  }

  private ExitStatus show(
      Deployed deployed, Optional<Path> description, Standing standing, Format format) {
    DeployReport report = deployed.report();
    if (report.node().isPresent()) {
      ReportView view = new ReportView(deployed, standing.next(), options.scripts());
      invocation.streams().out().print(view.in(format));
      invocation.streams().flush();
      if (format == Format.TABLE && invocation.streams().isTerminal(Standard.OUT)) {
        invocation.interruption().lastWords(Optional::empty); // they are in the result
      }
      description.ifPresent(file -> DescriptionFile.write(file, report));
    }
    if (report.ok()) {
      invocation.interruption().lastWords(Optional::empty);
    } else {
      showFailure(report);
    }
    return ExitStatus.of(report);
  }

  private void showFailure(DeployReport report) {
    Errors errors = new Errors(invocation.streams().err());
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
      invocation.streams().err().println("node " + report.name() + " is destroyed");
    }
  }

  private static void showStep(Errors errors, StepReport step) {
    errors.show(
        step.step().target() + ": " + Results.inWords(step.result()),
        "it comes from " + step.step().source());
  }
}
