package dev.provision.domain.template;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// UTF-8 that refuses what it cannot express instead of replacing it.
final class Utf8 {
  private Utf8() {}

  /// The text of a template.
  ///
  /// @throws TemplateException at the first byte that is not UTF-8
  static String decode(byte[] bytes) throws TemplateException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    // UTF-8 never takes fewer bytes than UTF-16 takes units.
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      throw new TextPosition(text, text.length())
          .error(
              String.format(
                      Locale.ROOT,
                      "byte 0x%02x is not UTF-8; a template must be UTF-8; a script without",
                      in.get(in.position()))
                  + " provision-template-type can have any encoding");
    }
    return text;
  }

  /// The bytes of a rendered text.
  ///
  /// @throws TemplateException if it holds half a surrogate pair
  static byte[] encode(String text) throws TemplateException {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] exact = new byte[bytes.remaining()];
      bytes.get(exact);
      return exact;
    } catch (CharacterCodingException e) {
      TemplateException failure =
          new TemplateException(
              1,
              1,
              "the rendered text cannot be encoded in UTF-8: a variable contains half a character");
      failure.initCause(e);
      throw failure;
    }
  }
}
