package dev.provision.ports.shell;

import java.time.Duration;

/// What became of a step.
public sealed interface StepResult {
  /// Whether the step was done and succeeded.
  default boolean ok() {
    return switch (this) {
      case KeysAuthorized _, FilePut _ -> true;
      case ScriptRan ran -> ran.exit().success();
      case Failed _, Skipped _ -> false;
    };
  }

  /// The keys may log in.
  ///
  /// @param added how many were not there before
  record KeysAuthorized(int added) implements StepResult {}

  /// The file is in place.
  ///
  /// @param changed whether its content, mode or owner was another before
  record FilePut(boolean changed) implements StepResult {}

  /// The script ran to an end.
  ///
  /// @param exit how it ended
  /// @param stdout what it wrote to standard output
  /// @param stderr what it wrote to standard error
  /// @param duration how long it ran
  record ScriptRan(ExitStatus exit, Output stdout, Output stderr, Duration duration)
      implements StepResult {}

  /// The step could not be done; nothing of it is visible on the node.
  ///
  /// @param reason in words for people, naming the path
  record Failed(String reason) implements StepResult {}

  /// An earlier step ended the run.
  record Skipped() implements StepResult {}
}
