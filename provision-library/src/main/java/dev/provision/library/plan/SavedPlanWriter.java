package dev.provision.library.plan;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.plan.ContentDigests.ContentDigest;
import dev.provision.library.text.IoMessages;
import dev.provision.ports.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;

/// Writes a saved plan: whole or not at all, for its owner alone.
///
/// Tested by `SavedPlanFileTest`.
///
/// @param file where
record SavedPlanWriter(Path file) {
  private static final int CHUNK = 64 << 10;

  /// Refuses to replace anything but a saved plan.
  ///
  /// @throws ProblemsException if something else is there
  void check() {
    if (Files.isDirectory(file)) {
      throw refused("it is a directory");
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isRegularFile(file) || !SavedPlanReader.isOne(file)) {
      throw refused("a file that is not a saved plan already exists");
    }
  }

  /// Writes it.
  ///
  /// @param contents each content that the manifest names
  /// @throws ProblemsException if that is not possible; then the file is as it was
  void write(byte[] manifest, Map<ContentDigest, Content> contents) {
    check();
    try {
      new WholeFile(file, "rw-------").write(out -> write(out, manifest, contents));
    } catch (IOException e) {
      throw refused(IoMessages.of(e));
    }
  }

  private static void write(OutputStream out, byte[] manifest, Map<ContentDigest, Content> contents)
      throws IOException {
    put(out, SavedPlanReader.MANIFEST, manifest);
    put(out, SavedPlanReader.DIGEST, SavedPlanReader.digestLine(PlanManifest.digest(manifest)));
    for (Map.Entry<ContentDigest, Content> content : contents.entrySet()) {
      copy(out, content.getKey(), content.getValue());
    }
    out.write(new byte[2 * TarHeader.BLOCK]);
  }

  private static void put(OutputStream out, String name, byte[] bytes) throws IOException {
    out.write(TarHeader.of(name, bytes.length));
    out.write(bytes);
    out.write(new byte[TarHeader.padding(bytes.length)]);
  }

  private static void copy(OutputStream out, ContentDigest digest, Content content)
      throws IOException {
    if (digest.size() > TarHeader.LARGEST) {
      throw new IOException("a file of more than 8 GiB cannot be saved");
    }
    out.write(TarHeader.of(SavedPlanReader.CONTENTS + digest.sha256(), digest.size()));
    MessageDigest seen = ContentDigests.sha256();
    long left = digest.size();
    try (InputStream in = content.open()) {
      byte[] chunk = new byte[CHUNK];
      while (left > 0) {
        int read = in.read(chunk, 0, (int) Math.min(chunk.length, left));
        if (read < 0) {
          break;
        }
        seen.update(chunk, 0, read);
        out.write(chunk, 0, read);
        left -= read;
      }
    }
    if (left > 0 || !ContentDigests.hex(seen).equals(digest.sha256())) {
      throw new IOException("a source has changed while the plan was saved; save it again");
    }
    out.write(new byte[TarHeader.padding(digest.size())]);
  }

  private ProblemsException refused(String why) {
    return new ProblemsException(
        Problem.at(file.toString(), "cannot save the plan: " + why)
            .next("name another file with --save"));
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
