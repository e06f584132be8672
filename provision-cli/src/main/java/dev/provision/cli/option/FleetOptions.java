package dev.provision.cli.option;

import dev.provision.domain.deploy.Fleet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// How several nodes are worked on.
public final class FleetOptions {
  private final OptionSpec parallel =
      OptionSpec.builder("--parallel")
          .type(Integer.class)
          .paramLabel("N")
          .converters(new CountConverter(1))
          .description("How many nodes at a time; " + Fleet.USUAL_PARALLEL + " unless given.")
          .build();

  private final OptionSpec maxFailures =
      OptionSpec.builder("--max-failures")
          .type(Integer.class)
          .paramLabel("N")
          .converters(new CountConverter(0))
          .description("Begin no further node after more failures than this; else all are tried.")
          .build();

  public void addTo(CommandSpec spec) {
    spec.addOption(parallel);
    spec.addOption(maxFailures);
  }

  public Fleet fleet() {
    Fleet usual = Fleet.usual();
    return new Fleet(
        Values.of(parallel, Integer.class).orElse(usual.parallel()),
        Values.of(maxFailures, Integer.class).orElse(usual.maxFailures()));
  }
}
