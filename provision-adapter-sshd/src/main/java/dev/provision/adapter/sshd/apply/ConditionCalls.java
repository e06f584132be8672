package dev.provision.adapter.sshd.apply;

import dev.provision.adapter.sshd.text.ShellText;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.AwaitReboot;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepCondition;
import dev.provision.ports.step.StepCondition.Changed;
import dev.provision.ports.step.StepCondition.OnSystem;
import dev.provision.ports.step.StepCondition.Once;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `meet_conditions.sh` is called with: before a step that has conditions, and before one on
/// which such a step depends. Tested by `ConditionsTest` and `StepScriptTest`.
final class ConditionCalls {
  private final List<Step> steps;
  private final boolean comparing;

  /// The places of steps with conditions.
  private final List<Integer> conditional = new ArrayList<>();

  /// @param all those of the run
  /// @param comparing whether nothing is to be changed, not even what is remembered
  ConditionCalls(List<Step> all, boolean comparing) {
    this.steps = new ArrayList<>(all);
    // What comes after a restart is made due in time as if it were part of this run.
    if (!all.isEmpty() && all.getLast().unconditional() instanceof Reboot reboot) {
      steps.addAll(reboot.later());
    }
    this.comparing = comparing;
    for (int i = 0; i < this.steps.size(); i++) {
      if (steps.get(i) instanceof ConditionalStep) {
        conditional.add(i);
      }
    }
  }

  /// Whether there are any.
  boolean exist() {
    return !conditional.isEmpty();
  }

  /// Why a step's conditions cannot be decided.
  Optional<String> objection(int index) {
    if (!exist()) {
      return Optional.empty();
    }
    return conditions(steps.get(index), Changed.class)
        .flatMap(changed -> changed.steps().stream())
        .filter(other -> other < 0 || other >= index)
        .findFirst()
        .map(
            other ->
                target(index)
                    + ": it cannot depend on step "
                    + other
                    + ", which is no earlier one");
  }

  private static <T extends StepCondition> Stream<T> conditions(Step step, Class<T> kind) {
    return step instanceof ConditionalStep(Step _, List<StepCondition> conditions)
        ? conditions.stream().filter(kind::isInstance).map(kind::cast)
        : Stream.empty();
  }

  /// A command that succeeds if a step is to be applied; empty if that is always so.
  ///
  /// @param stop whether a failure ends the run
  Optional<String> guard(int index, boolean stop) {
    if (!exist()) {
      return Optional.empty();
    }
    String place = index + " " + ShellText.quote(stop ? "stop" : "") + " ";
    Stream<String> own =
        steps.get(index) instanceof ConditionalStep step
            ? Stream.of("needed " + place + quotedTarget(index) + words(step.conditions()))
            : Stream.empty();
    Stream<String> others =
        conditional.stream()
            .filter(other -> other > index && !comparing)
            .flatMap(
                other ->
                    conditions(steps.get(other), Changed.class)
                        .filter(changed -> mayBeFirst(index, changed))
                        .map(changed -> "expect " + place + expected(other, changed)));
    return Optional.of(Stream.concat(own, others).collect(Collectors.joining(" && ")))
        .filter(command -> !command.isEmpty());
  }

  /// Whether a step is the first that is applied of those on which another one depends: one that
  /// has no conditions always is applied.
  private boolean mayBeFirst(int index, Changed changed) {
    return changed.steps().contains(index)
        && changed.steps().stream()
            .filter(other -> other < index)
            .allMatch(other -> steps.get(other) instanceof ConditionalStep);
  }

  private String expected(int index, Changed changed) {
    return quotedTarget(index)
        + " "
        + changed.key()
        + conditions(steps.get(index), OnSystem.class)
            .map(system -> " " + words(system))
            .collect(Collectors.joining());
  }

  private static String words(List<StepCondition> conditions) {
    return conditions.stream()
        .map(
            condition ->
                switch (condition) {
                  case OnSystem system -> " system " + words(system);
                  case Once(String key) -> " once " + key;
                  case Changed changed -> " changed " + words(changed);
                })
        .collect(Collectors.joining());
  }

  private static String words(OnSystem system) {
    return ShellText.quote(String.join(" ", system.systems()))
        + " "
        + ShellText.quote(String.join(" ", system.architectures()));
  }

  private static String words(Changed changed) {
    String places = changed.steps().stream().map(String::valueOf).collect(Collectors.joining(" "));
    return changed.key() + " " + ShellText.quote(places);
  }

  /// The function that lists what is remembered as due.
  String dependants() {
    return steps.stream()
        .flatMap(step -> conditions(step, Changed.class))
        .map(changed -> "  \"$1\" " + words(changed) + "\n")
        .collect(Collectors.joining("", "dependants() {\n  :\n", "}\n"));
  }

  private String quotedTarget(int index) {
    return ShellText.quote(target(index));
  }

  private String target(int index) {
    return target(steps.get(index));
  }

  /// The path that a step is about.
  static String target(Step step) {
    return switch (step) {
      case AuthorizeKeys keys -> keys.file();
      case PutFile file -> file.target();
      case PutDirectory directory -> directory.target();
      case RunScript script -> script.target();
      case Reboot _, AwaitReboot _ -> Reboot.NAME;
      case ConditionalStep conditional -> target(conditional.step());
    };
  }
}
