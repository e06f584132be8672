package dev.provision.adapter.sshd.apply;

import dev.provision.ports.step.StepObserver.Stream;
import java.util.ArrayDeque;
import java.util.Deque;

/// Brings the two streams of the runner together at its marks.
final class FrameMerge {
  /// What one stream brings.
  private sealed interface Token {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Data(byte[] bytes) implements Token {}

    record Mark(String words) implements Token {}
  }

  private final StepProgress progress;
  private final Deque<Token> stdout = new ArrayDeque<>();
  private final Deque<Token> stderr = new ArrayDeque<>();
  private final FrameReader stdoutReader;
  private final FrameReader stderrReader;

  FrameMerge(String nonce, StepProgress progress) {
    this.progress = progress;
    this.stdoutReader = new FrameReader(nonce, sink(stdout));
    this.stderrReader = new FrameReader(nonce, sink(stderr));
  }

  private static FrameReader.Sink sink(Deque<Token> tokens) {
    return new FrameReader.Sink() {
      @Override
      public void data(byte[] bytes) {
        tokens.add(new Token.Data(bytes));
      }

      @Override
      public void mark(String words) {
        tokens.add(new Token.Mark(words));
      }
    };
  }

  void feed(Stream stream, byte[] bytes) {
    switch (stream) {
      case STDOUT -> stdoutReader.feed(bytes);
      case STDERR -> stderrReader.feed(bytes);
    }
    pass(true);
  }

  /// Nothing more comes; a mark that only one stream has reached counts all the same.
  ///
  /// @return whether both streams have brought the same marks, so that nothing of either is missing
  boolean end() {
    stdoutReader.end();
    stderrReader.end();
    boolean even = stdout.isEmpty() && stderr.isEmpty();
    pass(false);
    return even;
  }

  private void pass(boolean both) {
    while (true) {
      passData(Stream.STDOUT, stdout);
      passData(Stream.STDERR, stderr);
      if (both ? stdout.isEmpty() || stderr.isEmpty() : stdout.isEmpty() && stderr.isEmpty()) {
        return;
      }
      Token out = stdout.poll();
      Token err = stderr.poll();
      if ((out == null ? err : out) instanceof Token.Mark(String words)) {
        progress.mark(words);
      }
    }
  }

  private void passData(Stream stream, Deque<Token> tokens) {
    while (tokens.peek() instanceof Token.Data(byte[] bytes)) {
      tokens.remove();
      progress.data(stream, bytes);
    }
  }
}
