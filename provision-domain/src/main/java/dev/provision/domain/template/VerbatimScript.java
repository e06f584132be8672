package dev.provision.domain.template;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A script without a marker: sent byte for byte, whatever its encoding.
public final class VerbatimScript implements Template {
  private final byte[] bytes;

  VerbatimScript(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  VerbatimScript(String text) {
    this.bytes = text.getBytes(StandardCharsets.UTF_8);
  }

  /// The text, whatever the variables.
  @Override
  public String render(Map<String, String> variables) {
    return text();
  }

  /// The bytes as they were given.
  @Override
  public byte[] renderBytes(Map<String, String> variables) {
    return bytes.clone();
  }

  /// The bytes read as UTF-8; what is not UTF-8 shows as U+FFFD.
  @Override
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
