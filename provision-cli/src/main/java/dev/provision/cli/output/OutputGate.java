package dev.provision.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The gate: the only way in which text gets to one of the process's streams, in UTF-8 whatever the
/// locale.
///
/// What it is given may come from anywhere; it is written as [VisibleText]. What this program wants
/// of a terminal itself is a [CursorControl].
///
/// It is buffered; nothing is thrown: [#failure()] tells why nothing more can be written.
///
/// Tested by `JsonErrorsTest` and `StreamsIT`.
public final class OutputGate {
  private static final int ENOUGH = 8192;

  private final OutputStream target;
  private final StringBuilder pending = new StringBuilder();
  private boolean used;
  private boolean ended;
  private @Nullable String failure;

  /// @param target where the bytes go
  public OutputGate(OutputStream target) {
    this.target = target;
  }

  /// Text with its own line feeds and tabs.
  public void print(String text) {
    write(VisibleText.layout(text));
  }

  /// One line. If its text has line feeds and tabs, they are shown.
  public void println(String line) {
    write(VisibleText.line(line) + "\n");
  }

  /// A message. If its text has several lines, the later ones are quoted: they come from elsewhere.
  public void message(String text) {
    write(VisibleText.paragraph(text) + "\n");
  }

  /// A line of ours below a message, such as what to do about it.
  public void below(String line) {
    write("  " + VisibleText.line(line) + "\n");
  }

  /// Lines from elsewhere below a message, with their tabs.
  public void quote(String lines) {
    VisibleText.lines(lines).forEach(line -> write(VisibleText.QUOTED + line + "\n"));
  }

  /// Moves the cursor, or clears.
  public void control(CursorControl... controls) {
    for (CursorControl one : controls) {
      write(one.sequence());
    }
  }

  /// This gate for those who need a writer: what it is given gets here when it is flushed.
  public PrintWriter writer(boolean flushedByLines) {
    return new PrintWriter(new Gate(), flushedByLines);
  }

  /// Whether anything was written at all.
  public synchronized boolean isUsed() {
    return used;
  }

  /// Why nothing more can be written; null where all is well.
  public synchronized @Nullable String failure() {
    return failure;
  }

  /// Writes out what is buffered, or this where nothing was written at all; whatever comes later is
  /// dropped, so that it does not stand behind it.
  public synchronized void end(Supplier<String> instead) {
    if (!used) {
      print(instead.get());
    }
    flush();
    ended = true;
  }

  private synchronized void write(String shown) {
    if (ended) {
      return;
    }
    used |= !shown.isEmpty();
    pending.append(shown);
    if (pending.length() >= ENOUGH) {
      drain();
    }
  }

  /// Writes out what is buffered.
  public synchronized void flush() {
    drain();
    try {
      target.flush();
    } catch (IOException e) {
      failed(e);
    }
  }

  /// Keeps in mind why something could not be written; of several reasons the first one.
  public synchronized void failed(IOException reason) {
    if (failure == null) {
      failure = String.valueOf(reason.getMessage());
    }
  }

  private void drain() {
    byte[] bytes = pending.toString().getBytes(StandardCharsets.UTF_8);
    pending.setLength(0);
    if (failure != null || bytes.length == 0) {
      return;
    }
    try {
      target.write(bytes);
    } catch (IOException e) {
      failed(e);
    }
  }

  /// Keeps what it is given until a flush, so that no character is cut in half.
  private final class Gate extends Writer {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(char[] some, int from, int count) {
      text.append(some, from, count);
    }

    @Override
    public void flush() {
      print(text.toString());
      text.setLength(0);
      OutputGate.this.flush();
    }

    @Override
    public void close() {
      flush();
    }
  }
}
