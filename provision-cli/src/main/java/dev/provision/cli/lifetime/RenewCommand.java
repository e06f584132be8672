package dev.provision.cli.lifetime;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.OptionValueHelp;
import dev.provision.cli.option.TimeToLiveConverter;
import dev.provision.cli.output.OutputGate;
import dev.provision.cli.output.VisibleText;
import dev.provision.cli.terminal.ProviderWait;
import dev.provision.domain.lifetime.TimeToLive;
import dev.provision.library.Provision;
import dev.provision.library.lifetime.Lifetimes;
import dev.provision.library.lifetime.Lifetimes.Renewal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `renew`.
public final class RenewCommand implements Callable<CommandStatus> {
  private final Invocation invocation;
  private final CommonOptions common = new CommonOptions();

  private final PositionalParamSpec node =
      PositionalParamSpec.builder()
          .index("0")
          .arity("1")
          .required(true)
          .type(String.class)
          .paramLabel("NODE")
          .description("Name of the node, or its ID at the provider.")
          .build();

  private final PositionalParamSpec time =
      PositionalParamSpec.builder()
          .index("1")
          .arity("1")
          .required(true)
          .type(TimeToLive.class)
          .converters(new TimeToLiveConverter())
          .paramLabel("TIME")
          .description(
              "How long the node lives from now on, such as 90m, 4h, 2d; none: it never expires.")
          .build();

  public RenewCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// Its part of the command line.
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("renew");
    spec.usageMessage()
        .description(
            "Change when a node expires: TIME from now on, whether it had expired or not.");
    common.addTo(spec);
    spec.addPositional(node);
    spec.addPositional(time);
    return spec;
  }

  @Override
  public CommandStatus call() {
    String asked = OptionValueHelp.of(node, String.class).orElseThrow();
    TimeToLive ttl = OptionValueHelp.of(time, TimeToLive.class).orElseThrow();
    try (Provision provision = common.open(invocation)) {
      Renewal renewal =
          ProviderWait.of(
              invocation, "the provider's response", () -> provision.lifetimes().renew(asked, ttl));
      String name = VisibleText.line(renewal.node().name());
      OutputGate out = invocation.streams().out();
      out.print(
          name
              + renewal.expiry().moment().map(at -> ": expires " + at).orElse(": never expires")
              + "\n");
      if (renewal.onlyHere()) {
        invocation
            .streams()
            .err()
            .message("warning: " + name + ": " + Lifetimes.onlyHere(renewal.expiry()));
      }
      return CommandStatus.OK;
    }
  }
}
