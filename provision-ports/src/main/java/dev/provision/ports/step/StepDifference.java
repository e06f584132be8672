package dev.provision.ports.step;

import java.util.List;
import java.util.Optional;

/// What is different between what a step wants and what a node has. Of a script it is about its
/// file.
public sealed interface StepDifference {
  /// Content, mode and owner are as the step wants them; or all keys may log in.
  record None() implements StepDifference {}

  /// Some keys may not log in yet.
  ///
  /// @param count how many
  record KeysMissing(int count) implements StepDifference {}

  /// There is no such file.
  record FileMissing() implements StepDifference {}

  /// The file is another one.
  ///
  /// @param traits what is different besides its content, in words, such as `mode 0600, should be
  ///   0644`
  /// @param contentDiffers whether its content is another one
  /// @param content what is in it, if that is different and at most 1 MiB
  record FileDiffers(List<String> traits, boolean contentDiffers, Optional<byte[]> content)
      implements StepDifference {
    /// Copies the list.
    public FileDiffers {
      traits = List.copyOf(traits);
    }
  }

  /// It could not be found out.
  ///
  /// @param reason in words for people
  record Unknown(String reason) implements StepDifference {}
}
