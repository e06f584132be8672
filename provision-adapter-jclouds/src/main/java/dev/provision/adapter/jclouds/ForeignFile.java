package dev.provision.adapter.jclouds;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads files of the clouds' own tools. What is not text as those read it is an error that names
/// the file, for the account that is meant would be another one.
record ForeignFile(Options options) {
  /// The text of a UTF-8 file, without a byte order mark.
  String read(Path file) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      if (text.indexOf('\0') >= 0) {
        throw options.invalid(file + " is no text: it holds a NUL byte; save it as UTF-8");
      }
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw options.invalid(file + " is not UTF-8 text; save it as UTF-8");
    } catch (AccessDeniedException e) {
      throw options.invalid(file + " may not be read by you; see 'ls -l'");
    } catch (IOException e) {
      throw options.invalid(file + " cannot be read: " + e.getMessage());
    }
  }
}
