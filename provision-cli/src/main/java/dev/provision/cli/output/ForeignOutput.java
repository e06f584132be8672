package dev.provision.cli.output;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What others in this process, such as a provider's JAR, write to `System.out` or `System.err`: it
/// goes through the gate to standard error. It cannot be closed.
public final class ForeignOutput extends OutputStream {
  private static final int LONGEST = 8192;

  private final OutputGate err;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

  private ForeignOutput(OutputGate err) {
    this.err = err;
  }

  /// Takes both streams away from the process: from now on they lead to this printer.
  public static void redirectTo(OutputGate err) {
    System.setOut(stream(err));
    System.setErr(stream(err));
  }

  /// Writes out what others have left in the middle of a line.
  public static void finish() {
    flush(System.out);
    flush(System.err);
  }

  /// A JAR may have set one to null.
  private static void flush(@Nullable PrintStream stream) {
    if (stream != null) {
      stream.flush();
    }
  }

  private static PrintStream stream(OutputGate err) {
    return new PrintStream(new ForeignOutput(err), true, StandardCharsets.UTF_8) {
      @Override
      public void close() {
        flush(); // whoever closes it speaks for himself only
      }
    };
  }

  @Override
  public synchronized void write(int one) {
    pending.write(one);
    if (pending.size() >= LONGEST) {
      show();
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) {
    for (int at = from; at < from + count; at++) {
      write(bytes[at]);
    }
  }

  @Override
  public synchronized void flush() {
    show();
    err.flush();
  }

  private void show() {
    byte[] bytes = pending.toByteArray();
    int whole = VisibleText.wholeCharacters(bytes);
    err.print(VisibleText.decoded(ByteBuffer.wrap(bytes, 0, whole)));
    pending.reset();
    pending.write(bytes, whole, bytes.length - whole);
  }
}
