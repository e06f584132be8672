package dev.provision.adapter.jclouds;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/// Reads files of the clouds' own tools. What is not text as those read it is an error that names
/// the file, for the account that is meant would be another one.
record ForeignFile(Options options) {
  /// The text of a UTF-8 file, without a byte order mark.
  String read(Path file) {
    check(file);
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
    } catch (NoSuchFileException e) {
      throw options.invalid(file + " does not exist");
    } catch (CharacterCodingException e) {
      throw options.invalid(file + " is not UTF-8 text; save it as UTF-8");
    } catch (AccessDeniedException e) {
      throw options.invalid(file + " may not be read by you; see 'ls -l'");
    } catch (IOException e) {
      throw options.invalid(file + " cannot be read: " + e.getMessage());
    }
  }

  /// Who could change it could say where secrets go. As OpenSSH looks at a user's `config`; a group
  /// that is called like the owner is the owner's own. One that is not there passes.
  void check(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw options.invalid(file + " is not an ordinary file; name one");
    }
    try {
      checkWriters(file);
    } catch (IOException | UnsupportedOperationException _) {
      // Whoever reads it says why it cannot be read; where there are no modes, there is no fault.
    }
  }

  private void checkWriters(Path file) throws IOException {
    PosixFileAttributes read = Files.readAttributes(file, PosixFileAttributes.class);
    String owner = read.owner().getName();
    boolean others = read.permissions().contains(PosixFilePermission.OTHERS_WRITE);
    boolean group =
        read.permissions().contains(PosixFilePermission.GROUP_WRITE)
            && !owner.equals(read.group().getName());
    if (others || group) {
      throw options.invalid(
          "%s can be changed by %s, so it is not used; run: chmod go-w %s"
              .formatted(file, others ? "everybody" : "its group", file));
    }
    if (!isTrusted((Integer) Files.getAttribute(file, "unix:uid"))) {
      throw options.invalid(
          "%s belongs to %s, who can change it, so it is not used; run: sudo chown \"$(id -u)\" %s"
              .formatted(file, owner, file));
    }
  }

  /// Root, this user, or the one on whose behalf root works.
  private static boolean isTrusted(int owner) throws IOException {
    int self = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    return owner == 0
        || owner == self
        || (self == 0 && String.valueOf(owner).equals(System.getenv("SUDO_UID")));
  }
}
