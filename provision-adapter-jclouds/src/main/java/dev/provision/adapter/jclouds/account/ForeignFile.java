package dev.provision.adapter.jclouds.account;

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
///
/// Tested by `AccountAccessTest` and `DockerAccessTest`.
public record ForeignFile(GivenOptions options) {
  private static final int OF_OTHERS = 077;
  private static final String MARK = "\uFEFF";

  /// The text of a UTF-8 file. One that begins with a byte order mark is refused: Amazon's,
  /// Docker's and Google's own tools do not read it, and would use another account or engine.
  public String read(Path file) {
    String text = readMarked(file);
    if (text.startsWith(MARK)) {
      throw options.invalid(
          file
              + " begins with a byte order mark, so the cloud's own tools do not read it; save it"
              + " as UTF-8 without one");
    }
    return text;
  }

  /// The text of a UTF-8 file that may begin with a byte order mark, which is not part of it.
  public String readYaml(Path file) {
    String text = readMarked(file);
    return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
  }

  private String readMarked(Path file) {
    check(file);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      if (text.indexOf('\0') >= 0) {
        throw options.invalid(
            file + " is not text, because it contains a NUL byte; save it as UTF-8");
      }
      return text;
    } catch (NoSuchFileException e) {
      throw options.invalid(file + " does not exist");
    } catch (CharacterCodingException e) {
      throw options.invalid(file + " is not UTF-8 text; save it as UTF-8");
    } catch (AccessDeniedException e) {
      throw options.invalid(file + ": permission denied; check with 'ls -l'");
    } catch (IOException e) {
      throw options.invalid(file + " cannot be read: " + e.getMessage());
    }
  }

  /// The text of a file that holds a private key: as OpenSSH, it takes none of the user's own that
  /// others can read. What belongs to somebody else is his to open, such as root's in a container
  /// where the user reads it by a group.
  public String readPrivate(Path file) {
    String text = read(file);
    try {
      if (owner(file) == self() && isOpen(file)) {
        throw options.invalid(
            "%s contains a private key that other users can read, so it is ignored; run: chmod 600 %s"
                .formatted(file, file));
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
      // It has been read, so what is missing are modes or `/proc`: nobody can say who else may.
    }
    return text;
  }

  private static boolean isOpen(Path file) throws IOException {
    return ((Integer) Files.getAttribute(file, "unix:mode") & OF_OTHERS) != 0;
  }

  /// Who could change it could say where secrets go. As OpenSSH looks at a user's `config`; a group
  /// that is called like the owner is the owner's own. One that is not there passes.
  public void check(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw options.invalid(file + " is not a regular file; name one");
    }
    try {
      checkWriters(file);
    } catch (IOException | UnsupportedOperationException _) {
      // What cannot be looked at cannot be read, either, and every caller reads it next, or has a
      // library do so, which says why. Where there are no modes, or no `/proc` to say who this user
      // is, nothing can be held against the file.
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
          "%s is writable by %s, so it is ignored; run: chmod go-w %s"
              .formatted(file, others ? "everybody" : "its group", file));
    }
    if (!isTrusted(owner(file))) {
      throw options.invalid(
          "%s belongs to %s, who can change it, so it is ignored; run: sudo chown \"$(id -u)\" %s"
              .formatted(file, owner, file));
    }
  }

  /// Root, this user, or the one on whose behalf root works.
  private static boolean isTrusted(int owner) throws IOException {
    int self = self();
    return owner == 0
        || owner == self
        || (self == 0 && String.valueOf(owner).equals(System.getenv("SUDO_UID")));
  }

  private static int owner(Path file) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:uid");
  }

  private static int self() throws IOException {
    return owner(Path.of("/proc/self"));
  }
}
