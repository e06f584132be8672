package dev.provision.library.gate;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An XML file as text, in the encoding that its byte order mark or its declaration names, else in
/// UTF-8. The JDK's parser would decode it, too, but writes "[Fatal Error]" to standard error where
/// a byte is wrong.
record XmlText(Reader reader, Charset encoding) {
  private static final int HEAD = 256;

  private static final Pattern DECLARED =
      Pattern.compile("^<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([^\"']+)[\"']");

  /// Reads a file.
  ///
  /// @throws IOException if it cannot be read, is empty, or names an encoding that is not known
  static XmlText of(InputStream in) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(in);
    bytes.mark(HEAD);
    byte[] head = bytes.readNBytes(HEAD);
    bytes.reset();
    if (head.length == 0) {
      throw new IOException("it is empty");
    }
    Charset encoding = encoding(head);
    Reader reader =
        new InputStreamReader(
            bytes,
            encoding
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    if (starts(head, 0xEF, 0xBB, 0xBF)) {
      // Java's decoder of UTF-8 leaves it there; that of UTF-16 does not.
      reader.read();
    }
    return new XmlText(reader, encoding);
  }

  private static Charset encoding(byte[] head) throws IOException {
    if (starts(head, 0xFE, 0xFF) || starts(head, 0xFF, 0xFE)) {
      return StandardCharsets.UTF_16;
    }
    Matcher declared = DECLARED.matcher(new String(head, StandardCharsets.ISO_8859_1));
    if (starts(head, 0xEF, 0xBB, 0xBF) || !declared.find()) {
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(declared.group(1));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IOException("its encoding is unknown: " + declared.group(1), e);
    }
  }

  private static boolean starts(byte[] head, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= head.length || (head[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
