package dev.provision.cli.command;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.OptionValueHelp;
import dev.provision.cli.option.OutputOption;
import dev.provision.cli.run.ListPrinter;
import dev.provision.cli.view.OutputFormat;
import dev.provision.cli.view.Tables;
import dev.provision.library.Provision;
import dev.provision.library.provider.FoundProvider;
import dev.provision.ports.cloud.CloudOption;
import dev.provision.ports.cloud.CloudProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `provision providers`.
final class ProvidersCommand implements Callable<CommandStatus> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();
  private final OutputOption output = new OutputOption();

  private final PositionalParamSpec name =
      PositionalParamSpec.builder()
          .index("0")
          .arity("0..1")
          .type(String.class)
          .paramLabel("NAME")
          .description("List the options of this provider.")
          .build();

  ProvidersCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("providers");
    spec.usageMessage()
        .description("List the providers, or the options that one provider supports.");
    common.addTo(spec);
    output.addTo(spec);
    spec.addPositional(name);
    return spec;
  }

  @Override
  public CommandStatus call() {
    OutputFormat format = output.or(OutputFormat.TABLE);
    try (Provision provision = common.open(invocation)) {
      List<String> said = provision.warnings();
      Optional<String> asked = OptionValueHelp.of(name, String.class);
      if (asked.isEmpty()) {
        List<FoundProvider> all = provision.providers();
        warnOfJars(provision, said);
        ListPrinter.list(
            invocation,
            Tables.ofProviders(all, common.verbose() || format == OutputFormat.JSON),
            format,
            "provider");
      } else {
        CloudProvider one = provision.providerNamed(asked.get()).provider();
        warnOfJars(provision, said);
        List<CloudOption> options = new ArrayList<>(one.credentials());
        options.addAll(one.options());
        ListPrinter.list(invocation, Tables.ofOptions(options), format, "option");
      }
      return CommandStatus.OK;
    }
  }

  /// Says what is new since: JARs are looked at only for names that the program does not bring.
  private void warnOfJars(Provision provision, List<String> said) {
    common.warn(
        invocation,
        provision.warnings().stream().filter(warning -> !said.contains(warning)).toList());
  }
}
