package dev.provision.library.configuration;

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
final class LocalProcesses implements Processes {
  private static final Duration GRACE = Duration.ofSeconds(1);

  @Override
  public Ended run(Command command) throws IOException, TimeoutException, InterruptedException {
    long deadline = System.nanoTime() + command.limit().toNanos();
    ProcessBuilder builder =
        new ProcessBuilder(command.words()).directory(command.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(command.variables());
    Process process = builder.start();
    boolean ended = false;
    try (ChildGuard _ = ChildGuard.of(process)) {
      Collected output = Collected.from(process.getInputStream());
      Collected errors = Collected.from(process.getErrorStream());
      give(command.input(), process.getOutputStream());
      ended =
          process.waitFor(left(deadline), TimeUnit.NANOSECONDS)
              && output.awaitEnd(Duration.ofNanos(left(deadline)));
      if (!ended) {
        throw new TimeoutException("not done within " + command.limit().toSeconds() + " s");
      }
      errors.awaitEnd(GRACE);
      return new Ended(process.exitValue(), output.text(), errors.text());
    } finally {
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
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

    private Collected(InputStream stream) {
      reader = Thread.ofPlatform().daemon().unstarted(() -> read(stream));
    }

    static Collected from(InputStream stream) {
      Collected collected = new Collected(stream);
      collected.reader.start();
      return collected;
    }

    private void read(InputStream stream) {
      try (stream) {
        stream.transferTo(bytes);
      } catch (IOException _) {
        // Closed when the process was ended: what was read stays.
      }
    }

    boolean awaitEnd(Duration limit) throws InterruptedException {
      return reader.join(limit);
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
