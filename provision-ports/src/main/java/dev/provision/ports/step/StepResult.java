package dev.provision.ports.step;

import java.time.Duration;

/// The result of a step.
public sealed interface StepResult {
  /// Whether the step succeeded.
  default boolean ok() {
    return switch (this) {
      case KeysAuthorized _, FilePut _, DirectoryPut _, Rebooting _, Rebooted _, NotNeeded _ ->
          true;
      case ScriptRan ran -> ran.exit().success();
      case Failed _, Skipped _ -> false;
    };
  }

  /// A human-readable remark on a step that succeeded; or empty.
  default String remark() {
    return "";
  }

  /// The keys are installed.
  ///
  /// @param added how many were missing before
  /// @param remark a remark, such as that their file could only be written in place; or empty
  record KeysAuthorized(int added, String remark) implements StepResult {
    /// Without a remark.
    public KeysAuthorized(int added) {
      this(added, "");
    }
  }

  /// The file is in place.
  ///
  /// @param changed whether its content, mode, or owner was different before
  /// @param remark a remark, such as that it could only be written in place; or empty
  record FilePut(boolean changed, String remark) implements StepResult {
    /// Without a remark.
    public FilePut(boolean changed) {
      this(changed, "");
    }
  }

  /// The directory is in place.
  ///
  /// @param written how many entries were created, replaced, or given another mode or owner
  /// @param removed how many files, links and directories were removed
  /// @param remark a remark, such as that a mount point was not removed; or empty
  record DirectoryPut(int written, int removed, String remark) implements StepResult {
    /// Without a remark.
    public DirectoryPut(int written, int removed) {
      this(written, removed, "");
    }
  }

  /// The script finished.
  ///
  /// @param exit how it ended
  /// @param stdout what it wrote to standard output
  /// @param stderr what it wrote to standard error
  /// @param duration how long it ran
  /// @param remark a remark, such as that what it left running still holds its output; or empty
  record ScriptRan(ExitStatus exit, Output stdout, Output stderr, Duration duration, String remark)
      implements StepResult {
    /// Without a remark.
    public ScriptRan(ExitStatus exit, Output stdout, Output stderr, Duration duration) {
      this(exit, stdout, stderr, duration, "");
    }
  }

  /// The node is going down, and has not started again yet.
  ///
  /// @param boot the boot ID of the system that is going down
  record Rebooting(String boot) implements StepResult {}

  /// The node has started again.
  ///
  /// @param duration how long that took, as far as it was waited for
  record Rebooted(Duration duration) implements StepResult {}

  /// The step failed. Nothing of it is visible on the node, except for the entries of a directory
  /// that were already in place.
  ///
  /// @param reason human-readable, naming the path
  record Failed(String reason) implements StepResult {}

  /// A condition of the step does not hold, so it was not started, which is fine.
  ///
  /// @param reason human-readable, such as `nothing it depends on has changed`
  record NotNeeded(String reason) implements StepResult {}

  /// An earlier step ended the run.
  record Skipped() implements StepResult {}
}
