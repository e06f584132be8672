package dev.provision.adapter.jclouds.answer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/// A tar archive in its plain form (ustar), as far as files of a container need it.
///
/// Tested by `DockerTest`.
public final class TarArchive {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int SIZE_AT = 124;
  private static final int CHECKSUM_AT = 148;
  private static final int TYPE_AT = 156;
  private static final byte FILE = '0';
  private static final byte DIRECTORY = '5';

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// Adds a directory.
  public TarArchive directory(String path, int mode, Owner owner) {
    header(path + "/", mode, owner, 0, DIRECTORY);
    return this;
  }

  /// Adds a file.
  public TarArchive file(String path, int mode, Owner owner, byte[] content) {
    header(path, mode, owner, content.length, FILE);
    out.writeBytes(content);
    out.writeBytes(new byte[Math.floorMod(-content.length, BLOCK)]);
    return this;
  }

  /// The whole archive.
  public byte[] bytes() {
    // Two blocks of zeros end it.
    return Arrays.copyOf(out.toByteArray(), out.size() + 2 * BLOCK);
  }

  private void header(String path, int mode, Owner owner, int size, byte type) {
    byte[] block = new byte[BLOCK];
    byte[] name = path.getBytes(UTF_8);
    if (name.length > NAME) {
      throw new IllegalArgumentException("the path is too long for an archive: " + path);
    }
    System.arraycopy(name, 0, block, 0, name.length);
    number(block, 100, 8, mode);
    number(block, 108, 8, owner.user());
    number(block, 116, 8, owner.group());
    number(block, SIZE_AT, 12, size);
    number(block, 136, 12, 0);
    block[TYPE_AT] = type;
    System.arraycopy("ustar\00000".getBytes(US_ASCII), 0, block, 257, 8);
    // The sum is taken over a header whose own place is blank.
    Arrays.fill(block, CHECKSUM_AT, CHECKSUM_AT + 8, (byte) ' ');
    int sum = 0;
    for (byte one : block) {
      sum += one & 0xff;
    }
    number(block, CHECKSUM_AT, 8, sum);
    out.writeBytes(block);
  }

  /// In octal digits, with a zero byte behind them.
  private static void number(byte[] block, int at, int width, int value) {
    String digits = ("%0" + (width - 1) + "o").formatted(value);
    System.arraycopy(digits.getBytes(US_ASCII), 0, block, at, width - 1);
    block[at + width - 1] = 0;
  }

  /// The content of the first file in an archive; empty if there is none that is whole.
  public static Optional<byte[]> firstFile(byte[] archive) {
    for (int at = 0; at + BLOCK <= archive.length && archive[at] != 0; ) {
      int size = size(archive, at);
      int from = at + BLOCK;
      if (size < 0 || size > archive.length - from) {
        return Optional.empty();
      }
      byte type = archive[at + TYPE_AT];
      if (type == FILE || type == 0) {
        return Optional.of(Arrays.copyOfRange(archive, from, from + size));
      }
      at = from + size + Math.floorMod(-size, BLOCK);
    }
    return Optional.empty();
  }

  private static int size(byte[] archive, int at) {
    String digits = new String(archive, at + SIZE_AT, 12, US_ASCII).replace('\0', ' ').strip();
    return digits.matches("0*[0-7]{1,9}") ? Integer.parseInt(digits, 8) : -1;
  }

  /// Whose a file is, by numbers.
  public record Owner(int user, int group) {
    /// The administrator.
    public static final Owner ROOT = new Owner(0, 0);
  }
}
