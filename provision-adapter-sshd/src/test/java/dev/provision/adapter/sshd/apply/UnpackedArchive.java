package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is in an archive, read as strictly as POSIX pax(1) allows.
///
/// @param entries by name, in their order
record UnpackedArchive(Map<String, Entry> entries) {
  private static final int BLOCK = 512;

  record Entry(int mode, ByteBuffer content) {
    String text() {
      return UTF_8.decode(content.duplicate()).toString();
    }
  }

  static UnpackedArchive of(StepArchive archive, String nonce)
      throws IOException, StepArchive.ContentException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    archive.writeTo(out, nonce, (_, _) -> {});
    return read(out.toByteArray());
  }

  static UnpackedArchive read(byte[] tar) {
    assertThat(tar.length % BLOCK).as("bytes in the last block").isZero();
    Map<String, Entry> entries = new LinkedHashMap<>();
    int at = 0;
    while (tar[at] != 0) {
      byte[] header = Arrays.copyOfRange(tar, at, at + BLOCK);
      assertThat(octal(header, 148, 6)).as("sum of the header at %s", at).isEqualTo(sum(header));
      assertThat(new String(header, 257, 8, US_ASCII)).as("format").isEqualTo("ustar\0" + "00");
      assertThat(List.of(octal(header, 108, 7), octal(header, 116, 7), octal(header, 136, 11)))
          .as("owner, group and time")
          .containsOnly(0);
      int size = octal(header, 124, 11);
      at += BLOCK;
      String name = new String(header, 0, 100, US_ASCII).replaceAll("\0.*", "");
      ByteBuffer content = ByteBuffer.wrap(Arrays.copyOfRange(tar, at, at + size));
      assertThat(entries.put(name, new Entry(octal(header, 100, 7), content))).isNull();
      at += (size + BLOCK - 1) / BLOCK * BLOCK;
    }
    assertThat(Arrays.copyOfRange(tar, at, tar.length)).isEqualTo(new byte[2 * BLOCK]);
    return new UnpackedArchive(entries);
  }

  Entry entry(String name) {
    return Optional.ofNullable(entries.get(name)).orElseThrow();
  }

  String text(String name) {
    return entry(name).text();
  }

  private static int octal(byte[] header, int at, int digits) {
    return Integer.parseInt(new String(header, at, digits, US_ASCII), 8);
  }

  /// The sum of a header in which the place of the sum is blank.
  private static int sum(byte[] header) {
    byte[] blank = header.clone();
    Arrays.fill(blank, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte one : blank) {
      sum += one & 0xff;
    }
    return sum;
  }
}
