package dev.provision.cli.command;

import dev.provision.cli.call.Advice;
import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.option.ApplyOptions;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.FleetOptions;
import dev.provision.cli.option.OptionValueHelp;
import dev.provision.cli.option.OutputOption;
import dev.provision.cli.run.FleetResults;
import dev.provision.cli.run.TransferSize;
import dev.provision.cli.terminal.Passphrases;
import dev.provision.cli.terminal.Progress;
import dev.provision.cli.terminal.ProviderWait;
import dev.provision.cli.terminal.Tty;
import dev.provision.cli.view.DifferenceView;
import dev.provision.cli.view.ErrorWriter;
import dev.provision.cli.view.OutputFormat;
import dev.provision.domain.deploy.FleetRun.Part;
import dev.provision.domain.deploy.StepComparison;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.FleetPlan;
import dev.provision.library.Provision;
import dev.provision.library.deployment.DeploymentResult;
import dev.provision.library.plan.SavedPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `provision apply`.
///
/// Tested by `FleetTest` and `GateTest`.
final class ApplyCommand implements Callable<CommandStatus> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();
  private final ApplyOptions options = new ApplyOptions();
  private final FleetOptions fleet = new FleetOptions();
  private final OutputOption output = new OutputOption();
  private final Tty tty = new Tty();
  private final Passphrases passphrases = new Passphrases(tty);

  private final PositionalParamSpec names =
      PositionalParamSpec.builder()
          .index("0..*")
          .arity("1..*")
          .required(true)
          .type(List.class)
          .auxiliaryTypes(String.class)
          .paramLabel("NAME")
          .description("Names of the nodes.")
          .build();

  ApplyCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("apply");
    spec.usageMessage()
        .description(
            "Apply bundles to existing nodes: install their files, then run their scripts.",
            "Files that are already up to date are not changed; scripts run every time.");
    common.addTo(spec);
    spec.addPositional(names);
    options.addTo(spec);
    fleet.addTo(spec);
    output.addTo(spec);
    return spec;
  }

  @Override
  public CommandStatus call() {
    OutputFormat format = output.or(OutputFormat.TABLE);
    Optional<SavedPlan> saved = options.plan(invocation);
    saved.ifPresent(common::plannedFor);
    try (Provision provision =
        common.openToConnect(invocation, options.limits(), options.maxOutput(), passphrases)) {
      FleetPlan plans = plans(provision, saved);
      invocation
          .longWork()
          .filter(_ -> TransferSize.areLarge(plans) && !options.readsInput())
          .ifPresent(again -> again.begin(common.readSecret()));
      if (options.diff()) {
        List<Part<DeployPlan, List<StepComparison>>> compared =
            ProviderWait.of(
                invocation,
                "the comparison with the nodes",
                () -> provision.compareAll(plans, fleet.fleet()));
        return showDifferences(compared, format);
      }
      List<Part<DeployPlan, DeploymentResult>> parts;
      try (Progress progress =
          Progress.on(invocation, tty, common.verbose(), plans.plans().size())) {
        passphrases.besides(progress);
        parts = provision.applyAll(plans, fleet.fleet(), progress);
      }
      return new FleetResults(invocation, common.verbose())
          .show(parts, List.of(), format, Optional.empty());
    }
  }

  private FleetPlan plans(Provision provision, Optional<SavedPlan> saved) {
    List<String> nodes = OptionValueHelp.all(names, String.class);
    return saved
        .map(plan -> provision.plansForExisting(plan, options.variables(invocation), nodes))
        .orElseGet(
            () -> provision.plansForExisting(options.request(invocation), nodes, options.keys()));
  }

  private CommandStatus showDifferences(
      List<Part<DeployPlan, List<StepComparison>>> parts, OutputFormat format) {
    List<CommandStatus> statuses = new ArrayList<>();
    List<DifferenceView> views = new ArrayList<>();
    for (Part<DeployPlan, List<StepComparison>> part : parts) {
      String name = part.subject().name();
      switch (part) {
        case Part.Ended<DeployPlan, List<StepComparison>>(
                DeployPlan _,
                List<StepComparison> comparisons) ->
            views.add(new DifferenceView(name, comparisons));
        case Part.Broke<DeployPlan, List<StepComparison>>(
                DeployPlan _,
                RuntimeException failure) -> {
          new ErrorWriter(invocation, Advice.DEPLOYING).show(failure, common.verbose());
          views.add(DifferenceView.failed(name, String.valueOf(failure.getMessage())));
          statuses.add(CommandStatus.of(failure));
        }
        case Part.Skipped<DeployPlan, List<StepComparison>> _ -> {
          views.add(DifferenceView.failed(name, "skipped"));
          statuses.add(CommandStatus.INTERRUPTED);
        }
      }
    }
    invocation.streams().out().print(DifferenceView.of(views, format));
    return CommandStatus.worst(statuses.stream());
  }
}
