package dev.provision.ports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Bytes of known size that can be read repeatedly.
///
/// A retry opens the content again and must get the same bytes.
public interface Content {
  /// The bytes in memory; the array is copied.
  static Content of(byte[] bytes) {
    byte[] copy = bytes.clone();
    return new Content() {
      @Override
      public InputStream open() {
        return new ByteArrayInputStream(copy);
      }

      @Override
      public long size() {
        return copy.length;
      }
    };
  }

  /// Opens the bytes from the first one; the caller closes the stream.
  ///
  /// @throws IOException if they cannot be read; its message names the source
  InputStream open() throws IOException;

  /// How many bytes [#open()] returns.
  ///
  /// @throws IOException if that cannot be determined; its message names the source
  long size() throws IOException;
}
