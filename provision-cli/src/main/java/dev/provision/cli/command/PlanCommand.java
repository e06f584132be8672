package dev.provision.cli.command;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.DeployOptions;
import dev.provision.cli.option.OptionValueHelp;
import dev.provision.cli.option.OutputOption;
import dev.provision.cli.option.SavedPlanOption;
import dev.provision.cli.view.OutputFormat;
import dev.provision.cli.view.PlanNeeds;
import dev.provision.cli.view.PlanView;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.plan.FleetPlan;
import dev.provision.library.Provision;
import dev.provision.library.plan.SavedPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `provision plan`. Tested by `PlanOutputTest` and `SavedPlanCommandsTest`.
final class PlanCommand implements Callable<CommandStatus> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();
  private final DeployOptions options = new DeployOptions();
  private final OutputOption output = new OutputOption();

  private final OptionSpec save =
      OptionSpec.builder("--save")
          .type(Path.class)
          .paramLabel("FILE")
          .description(
              "Also save everything that would be sent in FILE, for --plan of deploy-node and"
                  + " apply. Secrets are not saved, but their references.")
          .build();

  private final OptionSpec verify = SavedPlanOption.verifyOption();
  private final PlanSigning signing;

  private final PositionalParamSpec saved =
      PositionalParamSpec.builder()
          .index("0")
          .arity("0..1")
          .type(Path.class)
          .paramLabel("FILE")
          .description("Show this saved plan.")
          .build();

  PlanCommand(Invocation invocation) {
    this.invocation = invocation;
    this.signing = new PlanSigning(invocation, common);
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("plan");
    spec.usageMessage()
        .description(
            "Show what deploy-node would do with the same options, in order, without using the"
                + " network. Or show a saved plan.");
    common.addTo(spec);
    options.addTo(spec);
    output.addTo(spec);
    spec.addOption(save);
    spec.addOption(verify);
    spec.addOption(signing.spec());
    spec.addPositional(saved);
    return spec;
  }

  @Override
  public CommandStatus call() {
    OutputFormat format = output.or(OutputFormat.TABLE);
    Optional<Path> shown = OptionValueHelp.of(saved, Path.class);
    Optional<Path> target =
        OptionValueHelp.of(save, Path.class).map(invocation.workingDirectory()::resolve);
    boolean verifies = OptionValueHelp.of(verify, Path.class).isPresent();
    signing.check(shown.or(() -> target), verifies);
    if (shown.isPresent()) {
      List<OptionSpec> decided =
          Stream.concat(options.decided().stream(), Stream.of(save)).toList();
      SavedPlan plan = SavedPlanOption.read(invocation, shown.get(), decided);
      Optional<String> signer = SavedPlanOption.verified(invocation, verify, plan);
      show(invocation, plan, signer, options, format);
      signing.sign(plan.file(), plan.digest());
      return CommandStatus.OK;
    }
    if (verifies) {
      throw new ProblemsException(
          Problem.of("--verify: there is no saved plan to verify")
              .next("name it: provision plan FILE --verify SIGNERS"));
    }
    String digest = show(invocation, common, options, target, format);
    target.ifPresent(file -> signing.sign(file, digest));
    return CommandStatus.OK;
  }

  /// Shows a plan that was saved.
  ///
  /// @param signer who has signed it, if that was verified
  static void show(
      Invocation invocation,
      SavedPlan saved,
      Optional<String> signer,
      DeployOptions options,
      OutputFormat format) {
    PlanView view =
        new PlanView(
            saved.account().name(),
            saved.plans().plans(),
            options.scripts(),
            saved.digest(),
            PlanNeeds.of(saved, signer));
    invocation.streams().out().print(view.in(format));
  }

  /// Makes a plan and shows it.
  ///
  /// @param target where it is saved, too
  /// @return its digest
  static String show(
      Invocation invocation,
      CommonOptions common,
      DeployOptions options,
      Optional<Path> target,
      OutputFormat format) {
    try (Provision provision = common.open(invocation)) {
      FleetPlan plans =
          provision.plans(options.request(invocation), options.names(), options.count());
      plans
          .first()
          .warnings()
          .forEach(warning -> invocation.streams().err().message("warning: " + warning));
      String digest =
          target.map(file -> provision.save(plans, file)).orElseGet(() -> provision.digest(plans));
      PlanView view =
          new PlanView(
              provision.provider(), plans.plans(), options.scripts(), digest, PlanNeeds.NONE);
      invocation.streams().out().print(view.in(format));
      return digest;
    }
  }
}
