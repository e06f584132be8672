package dev.provision.cli.call;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Standard input, standard output for results, standard error for everything else. Text is UTF-8,
/// whatever the locale.
public final class Streams {
  private final InputStream in;
  private final ResultStream results;
  private final OutputStream rawErr;
  private final PrintStream out;
  private final PrintStream err;
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
  public Streams(InputStream in, OutputStream out, OutputStream err, Set<Standard> terminals) {
    this.in = in;
    this.results = new ResultStream(out);
    this.rawErr = err;
    this.out = print(results);
    this.err = print(err);
    this.terminals = Set.copyOf(terminals);
  }

  private static PrintStream print(OutputStream to) {
    return new PrintStream(new BufferedOutputStream(to), false, StandardCharsets.UTF_8);
  }

  /// Those of the process, with nothing in between that would change bytes.
  ///
  /// @param terminals which of them are a terminal
  public static Streams ofProcess(Set<Standard> terminals) {
    return new Streams(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        terminals);
  }

  /// Standard input.
  public InputStream in() {
    return in;
  }

  /// Results only. What is written after its reader has gone is dropped.
  public PrintStream out() {
    return out;
  }

  /// Results as bytes; a failure to write is thrown to the caller.
  public OutputStream rawOut() {
    out.flush();
    return results.target;
  }

  /// Progress, warnings, errors.
  public PrintStream err() {
    return err;
  }

  /// Standard error as bytes.
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
    return Optional.ofNullable(results.failure).filter(reason -> !reason.contains("Broken pipe"));
  }

  /// Remembers why nothing more can be written.
  private static final class ResultStream extends OutputStream {
    private final OutputStream target;
    private @Nullable String failure;

    ResultStream(OutputStream target) {
      this.target = target;
    }

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      if (failure != null) {
        return;
      }
      try {
        target.write(bytes, from, count);
      } catch (IOException e) {
        failure = String.valueOf(e.getMessage());
      }
    }

    @Override
    public void flush() {
      try {
        target.flush();
      } catch (IOException e) {
        failure = String.valueOf(e.getMessage());
      }
    }
  }
}
