package dev.provision.library.plan;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.plan.ContentDigests.ContentDigest;
import dev.provision.library.text.IoMessages;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Reads a saved plan once from its first byte to its last, and accepts only what [SavedPlanWriter]
/// writes. What it returns is made of the bytes that it has seen; what it leaves in the file is
/// read by its digest.
///
/// Tested by `SavedPlanFileTest`.
final class SavedPlanReader {
  static final String MANIFEST = "plan.json";
  static final String DIGEST = "plan.json.sha256";
  static final String CONTENTS = "contents/";

  /// More is no plan; it is in memory.
  private static final int LARGEST_MANIFEST = 128 << 20;

  private static final int CHUNK = 64 << 10;

  private final Path file;
  private final InputStream in;
  private long position;

  private SavedPlanReader(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /// What was read.
  ///
  /// @param manifest whose digest was right
  /// @param digest of the manifest
  /// @param fileHash of the whole file, in hexadecimal digits
  /// @param contents by their digests
  record Archive(
      String manifest,
      String digest,
      String fileHash,
      Map<ContentDigest, StoredContent> contents) {}

  /// A line as `sha256sum` writes it.
  static byte[] digestLine(String digest) {
    return SavedPlanWriter.ascii(digest + "  " + MANIFEST + "\n");
  }

  /// Whether a file begins like a saved plan.
  static boolean isOne(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] header = in.readNBytes(TarHeader.BLOCK);
      return header.length == TarHeader.BLOCK
          && TarHeader.name(header).equals(MANIFEST)
          && TarHeader.size(header).isPresent();
    } catch (IOException _) {
      return false;
    }
  }

  /// Reads all of it.
  ///
  /// @param algorithm by which the whole file is hashed in passing
  /// @throws ProblemsException if it is not a saved plan, or damaged
  static Archive read(Path file, String algorithm) {
    if (!Files.isRegularFile(file)) {
      throw new ProblemsException(
          Problem.at(
                  file.toString(),
                  Files.exists(file) ? "it is not a regular file" : "there is no such file")
              .next("name a file that 'provision plan --save FILE' has written"));
    }
    if (!isOne(file)) {
      throw new ProblemsException(
          Problem.at(file.toString(), "it is not a saved plan, or its beginning is damaged")
              .next("name a file that 'provision plan --save FILE' has written"));
    }
    MessageDigest whole = ContentDigests.named(algorithm);
    try (InputStream raw = Files.newInputStream(file);
        InputStream digested = new DigestInputStream(new BufferedInputStream(raw, CHUNK), whole)) {
      SavedPlanReader reader = new SavedPlanReader(file, digested);
      byte[] manifest = reader.member(MANIFEST, LARGEST_MANIFEST);
      String digest = PlanManifest.digest(manifest);
      if (!Arrays.equals(reader.member(DIGEST, TarHeader.BLOCK), digestLine(digest))) {
        throw damaged(file, "its digest does not match its content");
      }
      Map<ContentDigest, StoredContent> contents = reader.contents();
      return new Archive(
          new String(manifest, StandardCharsets.UTF_8),
          digest,
          ContentDigests.hex(whole),
          contents);
    } catch (EOFException _) {
      throw damaged(file, "it is truncated");
    } catch (IOException e) {
      throw new ProblemsException(Problem.at(file.toString(), IoMessages.of(e)));
    }
  }

  static ProblemsException damaged(Path file, String why) {
    return new ProblemsException(
        Problem.at(file.toString(), "this saved plan is damaged: " + why)
            .next("save the plan again, or copy the file again"));
  }

  private byte[] member(String name, int most) throws IOException {
    byte[] header = exactly(TarHeader.BLOCK);
    OptionalLong size = TarHeader.size(header);
    if (size.isEmpty() || !TarHeader.name(header).equals(name) || size.getAsLong() > most) {
      throw damaged(file, "the entry %s is missing or altered".formatted(name));
    }
    byte[] bytes = exactly((int) size.getAsLong());
    padding(size.getAsLong());
    return bytes;
  }

  private Map<ContentDigest, StoredContent> contents() throws IOException {
    Map<ContentDigest, StoredContent> contents = new LinkedHashMap<>();
    while (true) {
      byte[] header = exactly(TarHeader.BLOCK);
      if (isZero(header)) {
        break;
      }
      OptionalLong size = TarHeader.size(header);
      String name = TarHeader.name(header);
      if (size.isEmpty() || !name.startsWith(CONTENTS)) {
        throw damaged(file, "an entry's header is altered");
      }
      String sha256 = name.substring(CONTENTS.length());
      ContentDigest digest = new ContentDigest(sha256, size.getAsLong());
      if (contents.put(digest, new StoredContent(file, position, digest)) != null) {
        throw damaged(file, "the entry %s appears twice".formatted(name));
      }
      if (!sha256(size.getAsLong()).equals(sha256)) {
        throw damaged(file, "the content of the entry %s is altered".formatted(name));
      }
      padding(size.getAsLong());
    }
    if (!isZero(exactly(TarHeader.BLOCK)) || in.read() >= 0) {
      throw damaged(file, "something follows its end");
    }
    return contents;
  }

  private String sha256(long size) throws IOException {
    MessageDigest digest = ContentDigests.sha256();
    byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(1, size))];
    for (long left = size; left > 0; ) {
      int read = in.read(chunk, 0, (int) Math.min(chunk.length, left));
      if (read < 0) {
        throw new EOFException();
      }
      digest.update(chunk, 0, read);
      left -= read;
    }
    position += size;
    return ContentDigests.hex(digest);
  }

  private void padding(long size) throws IOException {
    if (!isZero(exactly(TarHeader.padding(size)))) {
      throw damaged(file, "there is something between its entries");
    }
  }

  private byte[] exactly(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    position += count;
    return bytes;
  }

  private static boolean isZero(byte[] bytes) {
    for (byte one : bytes) {
      if (one != 0) {
        return false;
      }
    }
    return true;
  }
}
