package dev.provision.testkit.memory;

import dev.provision.ports.step.StepDifference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A file of a node in memory.
public final class StoredFile {
  private static final int MOST_SHOWN = 1 << 20;

  private final String owner;
  private final int mode;
  private final byte[] bytes;

  /// @param bytes copied
  StoredFile(String owner, int mode, byte[] bytes) {
    this.owner = owner;
    this.mode = mode;
    this.bytes = bytes.clone();
  }

  /// Whose it is, in the words of the step that put it, such as `www-data:www-data`; otherwise the
  /// user who applied the step.
  public String owner() {
    return owner;
  }

  /// Its permission bits.
  public int mode() {
    return mode;
  }

  /// What is in it.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// What is in it, as text.
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
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
      traits.add(String.format(Locale.ROOT, "mode %04o, should be %04o", mode, wanted.mode));
    }
    if (!owner.equals(wanted.owner)) {
      traits.add("owner %s, should be %s".formatted(owner, wanted.owner));
    }
    boolean differs = !Arrays.equals(bytes, wanted.bytes);
    return new StepDifference.FileDiffers(
        traits,
        differs,
        differs && bytes.length <= MOST_SHOWN ? Optional.of(bytes()) : Optional.empty());
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %04o, %d bytes", owner, mode, bytes.length);
  }
}
