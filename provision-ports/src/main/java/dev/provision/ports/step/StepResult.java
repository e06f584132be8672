package dev.provision.ports.step;

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

  /// What is worth a word though the step was done, for people; or empty.
  default String remark() {
    return "";
  }

  /// The keys may log in.
  ///
  /// @param added how many were not there before
  /// @param remark what is worth a word all the same, such as that their file could only be written
  ///   in place; or empty
  record KeysAuthorized(int added, String remark) implements StepResult {
    /// Without a remark.
    public KeysAuthorized(int added) {
      this(added, "");
    }
  }

  /// The file is in place.
  ///
  /// @param changed whether its content, mode or owner was another before
  /// @param remark what is worth a word all the same, such as that it could only be written in
  ///   place; or empty
  record FilePut(boolean changed, String remark) implements StepResult {
    /// Without a remark.
    public FilePut(boolean changed) {
      this(changed, "");
    }
  }

  /// The script ran to an end.
  ///
  /// @param exit how it ended
  /// @param stdout what it wrote to standard output
  /// @param stderr what it wrote to standard error
  /// @param duration how long it ran
  /// @param remark what is worth a word all the same, such as that what it left running still holds
  ///   its output; or empty
  record ScriptRan(ExitStatus exit, Output stdout, Output stderr, Duration duration, String remark)
      implements StepResult {
    /// Without a remark.
    public ScriptRan(ExitStatus exit, Output stdout, Output stderr, Duration duration) {
      this(exit, stdout, stderr, duration, "");
    }
  }

  /// The step could not be done; nothing of it is visible on the node.
  ///
  /// @param reason in words for people, naming the path
  record Failed(String reason) implements StepResult {}

  /// An earlier step ended the run.
  record Skipped() implements StepResult {}
}
