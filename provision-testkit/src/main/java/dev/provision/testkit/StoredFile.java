package dev.provision.testkit;

import dev.provision.ports.shell.StepDifference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A file of a node in memory.
///
/// @param owner whose it is, in the words of the step that put it; root's unless it said so
/// @param mode permission bits
/// @param bytes its content
@SuppressWarnings("ArrayRecordComponent") // compared by isLike
record StoredFile(String owner, int mode, byte[] bytes) {
  static StoredFile of(Optional<String> owner, int mode, byte[] bytes) {
    return new StoredFile(owner.orElse("root"), mode, bytes);
  }

  boolean isLike(StoredFile other) {
    return owner.equals(other.owner) && mode == other.mode && Arrays.equals(bytes, other.bytes);
  }

  StepDifference differenceTo(StoredFile wanted) {
    if (isLike(wanted)) {
      return new StepDifference.None();
    }
    List<String> traits = new ArrayList<>();
    if (mode != wanted.mode) {
      traits.add("mode %04o, should be %04o".formatted(mode, wanted.mode));
    }
    if (!owner.equals(wanted.owner)) {
      traits.add("owner %s, should be %s".formatted(owner, wanted.owner));
    }
    boolean differs = !Arrays.equals(bytes, wanted.bytes);
    return new StepDifference.FileDiffers(
        traits, differs, differs ? Optional.of(bytes) : Optional.empty());
  }
}
