package dev.provision.cli.command;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.OptionValueHelp;
import dev.provision.cli.option.OutputOption;
import dev.provision.cli.run.ListPrinter;
import dev.provision.cli.view.BundleView;
import dev.provision.cli.view.OutputFormat;
import dev.provision.cli.view.Tables;
import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.SameName;
import dev.provision.domain.bundle.Bundle;
import dev.provision.library.Provision;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `provision bundles`.
final class BundlesCommand implements Callable<CommandStatus> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();
  private final OutputOption output = new OutputOption();

  private final PositionalParamSpec name =
      PositionalParamSpec.builder()
          .index("0")
          .arity("0..1")
          .type(String.class)
          .paramLabel("NAME")
          .description("Show the parameters and steps of this bundle.")
          .build();

  BundlesCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("bundles");
    spec.usageMessage()
        .description("List the bundles, or the parameters and steps of one, in order.");
    common.addTo(spec);
    output.addTo(spec);
    spec.addPositional(name);
    return spec;
  }

  @Override
  public CommandStatus call() {
    OutputFormat format = output.or(OutputFormat.TABLE);
    try (Provision provision = common.open(invocation)) {
      Map<String, Bundle> bundles = new TreeMap<>(provision.configuration().bundles());
      Optional<String> asked = OptionValueHelp.of(name, String.class);
      if (asked.isEmpty()) {
        ListPrinter.list(
            invocation, Tables.ofBundles(bundles.values().stream().toList()), format, "bundle");
      } else {
        invocation.streams().out().print(new BundleView(named(asked.get(), bundles)).in(format));
      }
      return CommandStatus.OK;
    }
  }

  private static Bundle named(String name, Map<String, Bundle> bundles) {
    return Optional.ofNullable(bundles.get(SameName.among(bundles.keySet(), name)))
        .orElseThrow(
            () ->
                new ProblemsException(
                    Problem.of("there is no bundle '%s'".formatted(name))
                        .next(NearNames.choice(name, bundles.keySet()))));
  }
}
