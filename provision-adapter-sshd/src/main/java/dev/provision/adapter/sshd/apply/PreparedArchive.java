package dev.provision.adapter.sshd.apply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The archive of a run's steps. A small one is made in memory while the node's shell starts, since
/// nothing is sent before that has answered; a large one is made as it is sent. If more is sent
/// when the node asks for it, the archive is made in memory, and its size is sent before it.
///
/// Tested by `LargeDirectoryTest` and `SmallHeapTest`.
public final class PreparedArchive {
  private static final int MOST = 1 << 21;
  private static final int CHUNK = 1 << 16;

  private final StepArchive stepArchive;
  private final String nonce;
  private final byte[] first;
  private final FutureTask<byte[]> making;

  private PreparedArchive(StepArchive stepArchive, String nonce, String first) {
    this.first = first.getBytes(StandardCharsets.US_ASCII);
    this.stepArchive = stepArchive;
    this.nonce = nonce;
    this.making = new FutureTask<>(this::make);
  }

  /// Begins to make it if it is small.
  ///
  /// @param first what is sent before it
  public static PreparedArchive of(StepArchive stepArchive, String nonce, String first) {
    PreparedArchive archive = new PreparedArchive(stepArchive, nonce, first);
    if (archive.isSmall()) {
      Thread.ofPlatform().daemon().name("archive").start(archive.making);
    }
    return archive;
  }

  private boolean isSmall() {
    return stepArchive.size() <= MOST || stepArchive.asking();
  }

  private byte[] make() throws IOException, StepArchive.ContentException {
    int size = (int) Math.min(stepArchive.size(), MOST) + CHUNK;
    ByteArrayOutputStream out = new ByteArrayOutputStream(size);
    if (!stepArchive.asking()) {
      writeAll(out, (_, _) -> {});
      return out.toByteArray();
    }
    stepArchive.writeTo(out, nonce, (_, _) -> {});
    byte[] archive = out.toByteArray();
    String go = new String(first, StandardCharsets.US_ASCII).strip();
    byte[] line = (go + " " + archive.length + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = Arrays.copyOf(line, line.length + archive.length);
    System.arraycopy(archive, 0, bytes, line.length, archive.length);
    return bytes;
  }

  private void writeAll(OutputStream out, StepArchive.Progress progress)
      throws IOException, StepArchive.ContentException {
    out.write(first, 0, first.length);
    stepArchive.writeTo(out, nonce, progress);
  }

  /// Sends it; the stream stays open.
  void writeTo(OutputStream out, StepArchive.Progress progress)
      throws IOException, StepArchive.ContentException {
    if (!isSmall()) {
      writeAll(out, progress);
      return;
    }
    byte[] bytes = made();
    long total = stepArchive.size();
    long most = stepArchive.sent();
    progress.sent(0, total);
    for (int at = 0; at < bytes.length; at += CHUNK) {
      int count = Math.min(CHUNK, bytes.length - at);
      out.write(bytes, at, count);
      progress.sent(Math.min(most, (long) at + count), total);
    }
    out.flush();
  }

  /// Whether more is sent when the node asks for it.
  boolean asking() {
    return stepArchive.asking();
  }

  /// Sends the contents of a directory that the node has asked for.
  void writeAsked(OutputStream out, AskedContents asked, StepArchive.Progress progress)
      throws IOException, StepArchive.ContentException {
    stepArchive.writeAsked(out, asked, progress);
  }

  private byte[] made() throws IOException, StepArchive.ContentException {
    try {
      return making.get();
    } catch (InterruptedException e) {
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case StepArchive.ContentException content -> throw content;
        case RuntimeException unforeseen -> throw unforeseen;
        case Error error -> throw error;
        case null, default -> throw new IOException(e);
      }
    }
  }
}
