package dev.provision.library.signature;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Reads values as SSH encodes them (RFC 4251).
final class WireReader {
  private final ByteBuffer bytes;

  WireReader(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /// The next bytes, which have no length before them.
  ///
  /// @throws IllegalArgumentException if there are fewer
  byte[] raw(int count) {
    if (count < 0 || count > bytes.remaining()) {
      throw new IllegalArgumentException("it is truncated");
    }
    byte[] raw = new byte[count];
    bytes.get(raw);
    return raw;
  }

  int number() {
    try {
      return bytes.getInt();
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("it is truncated", e);
    }
  }

  byte[] string() {
    return raw(number());
  }

  String text() {
    return new String(string(), StandardCharsets.UTF_8);
  }

  BigInteger integer() {
    byte[] value = string();
    return value.length == 0 ? BigInteger.ZERO : new BigInteger(value);
  }

  /// @throws IllegalArgumentException if something is left
  void end() {
    if (bytes.hasRemaining()) {
      throw new IllegalArgumentException("something follows its end");
    }
  }
}
