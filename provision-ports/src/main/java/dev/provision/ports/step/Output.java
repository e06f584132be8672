package dev.provision.ports.step;

import java.nio.charset.StandardCharsets;

/// The end of what a process wrote.
///
/// The complete output goes to [StepObserver#output] in pieces, as it arrives.
public final class Output {
  private final byte[] tail;
  private final long size;

  /// @param tail the last bytes; copied
  /// @param size how many bytes there were in all
  public Output(byte[] tail, long size) {
    this.tail = tail.clone();
    this.size = size;
  }

  /// No output.
  public static Output none() {
    return new Output(new byte[0], 0);
  }

  /// The last bytes: at least 64 KiB, or all if there were fewer.
  public byte[] tail() {
    return tail.clone();
  }

  /// How many bytes there were in all.
  public long size() {
    return size;
  }

  /// Whether [#tail()] is not complete.
  public boolean truncated() {
    return size > tail.length;
  }

  /// The last bytes as text; what is not UTF-8 is replaced.
  public String text() {
    return new String(tail, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return text();
  }
}
