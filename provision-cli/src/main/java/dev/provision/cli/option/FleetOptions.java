package dev.provision.cli.option;

import dev.provision.domain.deploy.FleetRun;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// How several nodes are worked on.
public final class FleetOptions {
  private final OptionSpec parallel =
      OptionSpec.builder("--parallel")
          .type(Integer.class)
          .paramLabel("N")
          .converters(new CountConverter(1))
          .description("Work on N nodes at a time. Default: " + FleetRun.USUAL_PARALLEL + ".")
          .build();

  private final OptionSpec maxFailures =
      OptionSpec.builder("--max-failures")
          .type(Integer.class)
          .paramLabel("N")
          .converters(new CountConverter(0))
          .description("Start no more nodes once more than N have failed. Default: no limit.")
          .build();

  public void addTo(CommandSpec spec) {
    spec.addOption(parallel);
    spec.addOption(maxFailures);
  }

  public FleetRun fleet() {
    FleetRun usual = FleetRun.usual();
    return new FleetRun(
        OptionValueHelp.of(parallel, Integer.class).orElse(usual.parallel()),
        OptionValueHelp.of(maxFailures, Integer.class).orElse(usual.maxFailures()));
  }
}
