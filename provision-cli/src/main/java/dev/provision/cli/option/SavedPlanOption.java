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

  private final OptionSpec verify = verifyOption();

  /// The option that names those who must have signed a saved plan.
  public static OptionSpec verifyOption() {
    return OptionSpec.builder("--verify")
        .type(Path.class)
        .paramLabel("SIGNERS")
        .description(
            "Refuse the saved plan unless someone in SIGNERS, a file as of 'ssh-keygen -Y verify"
                + " -f', has signed it for the namespace 'provision'.")
        .build();
  }

  public void addTo(CommandSpec spec) {
    spec.addOption(plan);
    spec.addOption(verify);
  }

  /// Reads the plan, if one is given.
  ///
  /// @param decided options that cannot be given besides, because the plan has decided on them
  /// @throws ProblemsException if one of them is given, or if the plan cannot be used
  Optional<SavedPlan> read(Invocation invocation, Collection<OptionSpec> decided) {
    Optional<Path> file = OptionValueHelp.of(plan, Path.class);
    if (file.isEmpty() && isGiven(verify)) {
      throw new ProblemsException(
          Problem.of("--verify: there is no saved plan to verify")
              .next("name it with --plan FILE"));
    }
    Optional<SavedPlan> saved = file.map(path -> read(invocation, path, decided));
    saved.ifPresent(plan -> verified(invocation, verify, plan));
    return saved;
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

  /// Who has signed a plan; empty if nobody asks for that.
  ///
  /// @param verify made by [#verifyOption]
  /// @throws ProblemsException if nobody has signed it who may
  public static Optional<String> verified(
      Invocation invocation, OptionSpec verify, SavedPlan plan) {
    return OptionValueHelp.of(verify, Path.class)
        .map(invocation.workingDirectory()::resolve)
        .map(signers -> plan.verify(signers, invocation.clock().instant()));
  }

  private static boolean isGiven(ArgSpec spec) {
    Object value = spec.getValue();
    return value instanceof Collection<?> all
        ? !all.isEmpty()
        : value != null && !value.equals(false);
  }
}
