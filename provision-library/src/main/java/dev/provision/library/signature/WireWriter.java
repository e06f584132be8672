package dev.provision.library.signature;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes values as SSH encodes them (RFC 4251).
final class WireWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  WireWriter raw(byte[] value) {
    bytes.writeBytes(value);
    return this;
  }

  WireWriter number(int value) {
    return raw(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }

  WireWriter string(byte[] value) {
    return number(value.length).raw(value);
  }

  WireWriter string(String value) {
    return string(value.getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
