package dev.provision.library.plan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;

/// The headers of a saved plan, which is a `tar` archive of ordinary files without owners and
/// times.
final class TarHeader {
  static final int BLOCK = 512;

  /// What eleven octal digits can say.
  static final long LARGEST = (1L << 33) - 1;

  private static final int NAME_LENGTH = 100;
  private static final int SIZE_OFFSET = 124;
  private static final int SUM_OFFSET = 148;

  private TarHeader() {}

  /// The one header of a file of this name and size.
  static byte[] of(String name, long size) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000600\0" + "0000000\0" + "0000000\0");
    put(header, SIZE_OFFSET, octal(11, size) + "\0" + octal(11, 0) + "\0");
    put(header, SUM_OFFSET, "        0");
    put(header, 257, "ustar\0" + "00");
    int sum = 0;
    for (byte one : header) {
      sum += one & 0xff;
    }
    put(header, SUM_OFFSET, octal(6, sum) + "\0 ");
    return header;
  }

  /// The name in a header.
  static String name(byte[] header) {
    int end = 0;
    while (end < NAME_LENGTH && header[end] != 0) {
      end++;
    }
    return new String(header, 0, end, StandardCharsets.ISO_8859_1);
  }

  /// The size in a header; empty if the header is not exactly one of [#of].
  static OptionalLong size(byte[] header) {
    String digits = new String(header, SIZE_OFFSET, 11, StandardCharsets.ISO_8859_1);
    if (!digits.chars().allMatch(digit -> digit >= '0' && digit <= '7')) {
      return OptionalLong.empty();
    }
    long size = Long.parseLong(digits, 8);
    String name = name(header);
    return !name.isEmpty() && name.length() < NAME_LENGTH && Arrays.equals(header, of(name, size))
        ? OptionalLong.of(size)
        : OptionalLong.empty();
  }

  /// How many zeros follow a content.
  static int padding(long size) {
    return (int) ((BLOCK - size % BLOCK) % BLOCK);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static String octal(int width, long value) {
    return String.format(Locale.ROOT, "%0" + width + "o", value);
  }
}
