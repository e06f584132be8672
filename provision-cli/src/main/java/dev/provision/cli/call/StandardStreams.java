package dev.provision.cli.call;

import dev.provision.cli.output.OutputGate;
import dev.provision.cli.output.VisibleText;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Standard input, standard output for results, standard error for everything else. Text is UTF-8,
/// whatever the locale.
///
/// Tested by `StreamsIT` and `JsonErrorsTest`.
public final class StandardStreams {
  private final InputStream in;
  private final OutputStream rawOut;
  private final OutputStream rawErr;
  private final OutputGate out;
  private final OutputGate err;
  private final Set<Standard> terminals;

  /// One of the three.
  public enum Standard {
    /// Standard input.
    IN("0"),
    /// Standard output.
    OUT("1"),
    /// Standard error.
    ERR("2");

    private final String descriptor;

    Standard(String descriptor) {
      this.descriptor = descriptor;
    }

    /// Those whose file descriptor is among these digits.
    static Set<Standard> in(String digits) {
      return Arrays.stream(values())
          .filter(one -> digits.contains(one.descriptor))
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  /// @param in standard input
  /// @param out for results
  /// @param err for progress, warnings and errors
  /// @param terminals which of them are a terminal
  public StandardStreams(
      InputStream in, OutputStream out, OutputStream err, Set<Standard> terminals) {
    this.in = in;
    this.rawOut = out;
    this.rawErr = err;
    this.out = new OutputGate(out);
    this.err = new OutputGate(err);
    this.terminals = Set.copyOf(terminals);
  }

  /// Those of the process, with nothing in between that would change bytes.
  ///
  /// @param terminals which of them are a terminal
  static StandardStreams ofProcess(Set<Standard> terminals) {
    return new StandardStreams(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(StandardDescriptors.ofResults()),
        new FileOutputStream(FileDescriptor.err),
        terminals);
  }

  /// Standard input.
  public InputStream in() {
    return in;
  }

  /// Results only. What is written after its reader has gone is dropped.
  public OutputGate out() {
    return out;
  }

  /// Results as bytes, past the gate: for what a node's own shell or command writes, and for files
  /// that go into a pipe. A failure to write is thrown to the caller.
  public OutputStream rawOut() {
    out.flush();
    return rawOut;
  }

  /// Prints a result that is bytes. A file or a program gets them as they are; a terminal must not
  /// obey them.
  public void print(byte[] bytes) {
    if (isTerminal(Standard.OUT)) {
      out.print(VisibleText.decoded(ByteBuffer.wrap(bytes)));
      return;
    }
    try {
      rawOut().write(bytes);
    } catch (IOException e) {
      out.failed(e);
    }
  }

  /// Progress, warnings, errors.
  public OutputGate err() {
    return err;
  }

  /// Standard error as bytes, past the gate: for what a node's own shell or command writes.
  public OutputStream rawErr() {
    err.flush();
    return rawErr;
  }

  /// Whether this one is a terminal.
  public boolean isTerminal(Standard which) {
    return terminals.contains(which);
  }

  /// Writes out what is buffered, and tells why results were lost, if they were. A reader that had
  /// seen enough, such as `head`, is no loss.
  public Optional<String> flush() {
    err.flush();
    out.flush();
    return Optional.ofNullable(out.failure()).filter(reason -> !reason.contains("Broken pipe"));
  }
}
