package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.provision.adapter.sshd.Endpoints;
import dev.provision.adapter.sshd.SshdProvider;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellSettings;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A program that sends a large file and gets a large output, for a JVM with a small heap.
final class SmallHeap {
  /// What the output repeats.
  static final String LINE = "0123456789abcde\n";

  private SmallHeap() {}

  /// Sends the file, runs the script, and says how it went.
  ///
  /// @param args those of [Endpoints], the directory on the node, the size of the file, size of the
  ///   output
  public static void main(String[] args) {
    Path directory = Path.of(args[4]);
    long output = Long.parseLong(args[6]);
    Counter counter = new Counter();
    try (RemoteShellPort port = new SshdProvider().open(ShellSettings.in(directory));
        RemoteShell shell = port.connect(Endpoints.parse(args), Duration.ofSeconds(30), _ -> {})) {
      List<StepResult> results =
          shell.apply(
              List.of(file(directory, Long.parseLong(args[5])), script(directory, output)),
              counter);
      System.out.println(results.stream().allMatch(StepResult::ok) ? "ok" : results);
      System.out.println("stdout " + counter.stdout);
      System.out.println("stderr " + counter.stderr);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PutFile file(Path directory, long size) {
    Content content =
        new Content() {
          @Override
          public InputStream open() {
            return new Noise(size);
          }

          @Override
          public long size() {
            return size;
          }
        };
    return new PutFile(directory.resolve("large").toString(), content, 0644, Optional.empty());
  }

  private static RunScript script(Path directory, long output) {
    String text =
        String.format(
            Locale.ROOT, "yes 0123456789abcde | head -c %1$d; head -c %1$d /dev/zero >&2", output);
    return new RunScript(
        directory.resolve("script").toString(),
        Content.of(text.getBytes(UTF_8)),
        0755,
        Map.of(),
        Optional.empty(),
        OnFailure.STOP);
  }

  /// Bytes that differ from place to place.
  private static final class Noise extends InputStream {
    private long left;

    Noise(long size) {
      left = size;
    }

    @Override
    public int read() {
      return left == 0 ? -1 : ((int) ((left-- * 31) >> 5)) & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      int count = (int) Math.min(length, left);
      for (int i = 0; i < count; i++) {
        bytes[offset + i] = (byte) read();
      }
      return count;
    }
  }

  /// Looks at every byte and keeps none.
  private static final class Counter implements StepObserver {
    private long stdout;
    private long stderr;

    @Override
    public void sent(long sent, long total) {}

    @Override
    public void started(int index) {}

    @Override
    public void output(int index, Stream stream, byte[] bytes) {
      for (byte b : bytes) {
        if (b != expected(stream)) {
          throw new IllegalStateException(stream + " differs at " + stdout + ", " + stderr);
        }
      }
    }

    private int expected(Stream stream) {
      switch (stream) {
        case STDOUT -> {
          return LINE.charAt((int) (stdout++ % LINE.length()));
        }
        case STDERR -> stderr++;
      }
      return 0;
    }

    @Override
    public void finished(int index, StepResult result) {}
  }
}
