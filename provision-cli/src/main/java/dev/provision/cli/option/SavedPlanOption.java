package dev.provision.cli.option;

import dev.provision.cli.call.Invocation;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.plan.SavedPlan;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// A saved plan that is used instead of what bundles and options say.
///
/// Tested by `SavedPlanCommandsTest`.
public final class SavedPlanOption {
  private final OptionSpec plan =
      OptionSpec.builder("--plan")
          .type(Path.class)
          .paramLabel("FILE")
          .description(
              "Carry out the plan that 'provision plan --save FILE' saved, and nothing else.")
          .build();

  public void addTo(CommandSpec spec) {
    spec.addOption(plan);
  }

  /// Reads the plan, if one is given.
  ///
  /// @param decided options that cannot be given besides, because the plan has decided on them
  /// @throws ProblemsException if one of them is given, or if the plan cannot be used
  Optional<SavedPlan> read(Invocation invocation, Collection<OptionSpec> decided) {
    return OptionValueHelp.of(plan, Path.class).map(file -> read(invocation, file, decided));
  }

  /// Reads a plan.
  ///
  /// @param file relative to the working directory
  /// @param decided options that cannot be given besides, because the plan has decided on them
  /// @throws ProblemsException if one of them is given, or if the plan cannot be used
  public static SavedPlan read(
      Invocation invocation, Path file, Collection<? extends OptionSpec> decided) {
    List<Problem> problems =
        decided.stream()
            .filter(SavedPlanOption::isGiven)
            .map(
                option ->
                    Problem.of(
                            "%s: the plan %s has decided on that"
                                .formatted(option.names()[0], file))
                        .next("omit %s, or save another plan".formatted(option.names()[0])))
            .toList();
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems);
    }
    return SavedPlan.read(invocation.workingDirectory().resolve(file));
  }

  private static boolean isGiven(ArgSpec spec) {
    Object value = spec.getValue();
    return value instanceof Collection<?> all
        ? !all.isEmpty()
        : value != null && !value.equals(false);
  }
}
