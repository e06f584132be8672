package dev.provision.ports.step;

import java.util.List;
import java.util.Optional;

/// The difference between a step and the state of the node. For a script, only its file is
/// compared.
public sealed interface StepDifference {
  /// Content, mode, and owner are as the step requires; or all keys are installed.
  record None() implements StepDifference {}

  /// Some keys are not installed yet.
  ///
  /// @param count how many
  record KeysMissing(int count) implements StepDifference {}

  /// There is no such file.
  record FileMissing() implements StepDifference {}

  /// The file is different.
  ///
  /// @param traits differences besides the content, human-readable, such as `mode 0600, should be
  ///   0644`
  /// @param contentDiffers whether its content is different
  /// @param content its content, if it is different and at most 1 MiB
  record FileDiffers(List<String> traits, boolean contentDiffers, Optional<byte[]> content)
      implements StepDifference {
    /// Copies the list.
    public FileDiffers {
      traits = List.copyOf(traits);
    }
  }

  /// It could not be determined.
  ///
  /// @param reason human-readable
  record Unknown(String reason) implements StepDifference {}
}
