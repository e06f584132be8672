package dev.provision.adapter.sshd.text;

import java.util.Optional;

/// Finds out that a file of OpenSSH's is not in an encoding that OpenSSH reads, which is any that
/// keeps ASCII as it is, without a byte order mark.
public final class TextEncoding {
  private TextEncoding() {}

  /// What is wrong, and in which line.
  public record Fault(int line, String what) {}

  public static Optional<Fault> fault(byte[] bytes) {
    if (begins(bytes, 0xEF, 0xBB, 0xBF)) {
      return Optional.of(new Fault(1, "it begins with a byte order mark, which OpenSSH rejects"));
    }
    if (begins(bytes, 0xFF, 0xFE) || begins(bytes, 0xFE, 0xFF)) {
      return Optional.of(new Fault(1, "it is in UTF-16, which OpenSSH rejects"));
    }
    int line = 1;
    for (byte one : bytes) {
      if (one == 0) {
        return Optional.of(
            new Fault(
                line, "it contains a NUL byte, so it may be in UTF-16, which OpenSSH rejects"));
      }
      line += one == '\n' ? 1 : 0;
    }
    return Optional.empty();
  }

  private static boolean begins(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
