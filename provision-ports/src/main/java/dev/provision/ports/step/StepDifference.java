package dev.provision.ports.step;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The difference between a step and the state of the node. For a script, only its file is
/// compared. In a restart, there is nothing to compare. A conditional step is compared like its
/// step, unless a condition would not hold.
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

  /// The directory is different.
  ///
  /// @param missing the entries that are missing
  /// @param different the entries that are different
  /// @param superfluous what would be removed
  record DirectoryDiffers(Paths missing, Paths different, Paths superfluous)
      implements StepDifference {
    /// Paths below the directory.
    ///
    /// @param count how many
    /// @param first the first of them, in alphabetical order, at most [#SHOWN]
    public record Paths(int count, List<String> first) {
      /// How many are shown at most.
      public static final int SHOWN = 10;

      /// Copies the list.
      public Paths {
        first = List.copyOf(first);
      }

      /// Of all of them.
      public static Paths of(Collection<String> all) {
        return new Paths(all.size(), all.stream().sorted().limit(SHOWN).toList());
      }
    }
  }

  /// A script that is [RunScript.Afterwards#REMOVED] would run; there is no file to compare.
  record Runs() implements StepDifference {}

  /// A condition of the step would not hold, so it would not be applied.
  ///
  /// @param reason human-readable, such as `only for debian; this is alpine`
  record NotNeeded(String reason) implements StepDifference {}

  /// It could not be determined.
  ///
  /// @param reason human-readable
  record Unknown(String reason) implements StepDifference {}
}
