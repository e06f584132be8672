package dev.provision.cli.option;

import dev.provision.cli.call.Invocation;
import dev.provision.library.Provision;
import dev.provision.library.run.RunHistory;
import picocli.CommandLine.Model.PositionalParamSpec;

/// What commands about runs have in common.
public final class RunOptions {
  private RunOptions() {}

  /// The run that is meant.
  ///
  /// @param index its place among the words
  /// @param when what to say before its description
  public static PositionalParamSpec run(String index, String when) {
    return PositionalParamSpec.builder()
        .index(index)
        .arity("0..1")
        .type(String.class)
        .paramLabel("ID|NAME")
        .description(
            when
                + "the run: its ID, the last four characters of it, or a node, for the node's last"
                + " run.")
        .build();
  }

  /// The runs of the caller.
  public static RunHistory history(Invocation invocation) {
    return Provision.builder()
        .environment(invocation.environment())
        .workingDirectory(invocation.workingDirectory())
        .userHome(invocation.userHome())
        .runs();
  }
}
