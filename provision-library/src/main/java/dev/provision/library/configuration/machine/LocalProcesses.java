package dev.provision.library.configuration.machine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Programs that really run.
///
/// Standard error is given a moment only once the program has ended: what it left running in the
/// background may hold it open for ever. Standard output is read to its end, as a shell's `$(…)`
/// does.
public final class LocalProcesses implements ProcessRunner {
  private static final Duration GRACE = Duration.ofSeconds(1);

  @Override
  public Ended run(Command command) throws IOException, TimeoutException, InterruptedException {
    long deadline = System.nanoTime() + command.limit().toNanos();
    ProcessBuilder builder =
        new ProcessBuilder(command.words()).directory(command.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(command.variables());
    try (ChildGuard guard = ChildGuard.waiting()) {
      Process process = builder.start();
      guard.over(process);
      return await(process, command, deadline);
    }
  }

  private static Ended await(Process process, Command command, long deadline)
      throws IOException, TimeoutException, InterruptedException {
    boolean ended = false;
    try {
      int most = command.mostOutput();
      Collected output = Collected.from(process.getInputStream(), most, () -> end(process));
      Collected errors = Collected.from(process.getErrorStream(), most, () -> {});
      give(command.input(), process.getOutputStream());
      ended =
          process.waitFor(left(deadline), TimeUnit.NANOSECONDS)
              && output.awaitEnd(Duration.ofNanos(left(deadline)));
      if (output.isFull()) {
        throw new IOException("its output is longer than " + most + " bytes");
      }
      if (!ended) {
        throw new TimeoutException("not finished within " + command.limit().toSeconds() + " s");
      }
      errors.awaitEnd(GRACE);
      return new Ended(process.exitValue(), output.text(), errors.text());
    } finally {
      if (!ended) {
        end(process);
      }
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static long left(long deadline) {
    return Math.max(0, deadline - System.nanoTime());
  }

  /// Writes beside the waiting: a program that does not read its input must not hold up the limit.
  private static void give(String input, OutputStream to) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (to) {
                to.write(input.getBytes(StandardCharsets.UTF_8));
              } catch (IOException _) {
                // The program has ended, or closed its input, without reading all: its right.
              }
            });
  }

  /// What a stream has given so far.
  private static final class Collected {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread reader;
    private final int most;
    private final Runnable whenFull;
    private volatile boolean full;

    private Collected(InputStream stream, int most, Runnable whenFull) {
      this.most = most;
      this.whenFull = whenFull;
      reader = Thread.ofPlatform().daemon().unstarted(() -> read(stream));
    }

    static Collected from(InputStream stream, int most, Runnable whenFull) {
      Collected collected = new Collected(stream, most, whenFull);
      collected.reader.start();
      return collected;
    }

    private void read(InputStream stream) {
      try (stream) {
        byte[] piece = new byte[8192];
        for (int read; (read = stream.read(piece)) >= 0; ) {
          int room = most - bytes.size();
          bytes.write(piece, 0, Math.min(read, room));
          // What finds no room is read, too, so that the program does not wait.
          if (read > room && !full) {
            full = true;
            whenFull.run();
          }
        }
      } catch (IOException _) {
        // Closed when the process was ended: what was read stays.
      }
    }

    boolean isFull() {
      return full;
    }

    boolean awaitEnd(Duration limit) throws InterruptedException {
      return reader.join(limit);
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
