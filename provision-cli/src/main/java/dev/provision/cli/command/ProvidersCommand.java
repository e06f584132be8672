package dev.provision.cli.command;

import dev.provision.cli.call.ExitStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.view.Format;
import dev.provision.cli.view.Lists;
import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.FoundProvider;
import dev.provision.library.Provision;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `provision providers`.
@Command(
    name = "providers",
    description = "List the providers, or the options that one of them understands.")
final class ProvidersCommand implements Callable<ExitStatus> {
  private final Invocation invocation;
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The provider whose options are listed.")
  private @Nullable String name;

  ProvidersCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitStatus call() {
    Format format = output.or(Format.TABLE);
    try (Provision provision = common.open(invocation)) {
      List<FoundProvider> providers = provision.providers();
      if (name == null) {
        Printing.list(invocation, Lists.ofProviders(providers), format, "provider");
      } else {
        FoundProvider one = named(name, providers);
        Printing.list(invocation, Lists.ofOptions(one.provider().options()), format, "option");
      }
      return ExitStatus.OK;
    }
  }

  private static FoundProvider named(String name, List<FoundProvider> providers) {
    return providers.stream()
        .filter(one -> one.provider().names().contains(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemsException(
                    Problem.of("there is no provider '" + name + "'")
                        .next(
                            NearNames.advice(
                                name,
                                providers.stream()
                                    .flatMap(one -> one.provider().names().stream())
                                    .toList()))));
  }
}
