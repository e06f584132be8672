package dev.provision.ports.shell;

/// Hears how the steps go, from one thread, in order. It must not block for long: the connection
/// waits for it.
public interface StepObserver {
  /// Where a process writes.
  enum Stream {
    /// Standard output.
    STDOUT,
    /// Standard error.
    STDERR
  }

  /// Bytes of the delivery have been handed to the connection.
  ///
  /// @param sent so far
  /// @param total in all
  void sent(long sent, long total);

  /// A step begins on the node.
  ///
  /// @param index its place in the list of steps, from 0
  void started(int index);

  /// A script wrote something.
  ///
  /// @param bytes the observer's to keep
  void output(int index, Stream stream, byte[] bytes);

  /// A step has ended, or will not be done.
  void finished(int index, StepResult result);
}
