package dev.provision.ports.step;

import java.time.Duration;

/// Is called about the progress of the steps, from one thread, in order. It must not block for
/// long, because the connection waits for it.
public interface StepObserver {
  /// The output streams of a process.
  enum Stream {
    /// Standard output.
    STDOUT,
    /// Standard error.
    STDERR
  }

  /// This is awaited before the first step starts, for at most `limit`, until the next call of this
  /// observer.
  ///
  /// @param what human-readable, such as `sudo to ask for the password`
  default void awaiting(String what, Duration limit) {}

  /// No data has come from the host, and it is asked whether it is still alive; called every few
  /// seconds while that lasts.
  ///
  /// @param since for how long
  /// @param limit after which the connection is closed
  default void silent(Duration since, Duration limit) {}

  /// Bytes of the steps have been passed to the connection.
  ///
  /// @param sent so far
  /// @param total in all
  void sent(long sent, long total);

  /// Another run is in progress on the node, and the steps wait for its end. May be called
  /// repeatedly.
  ///
  /// @param holder who started it, and when, human-readable
  default void waiting(String holder) {}

  /// A step starts on the node.
  ///
  /// @param index its place in the list of steps, from 0
  void started(int index);

  /// A script wrote output.
  ///
  /// @param bytes owned by the observer
  void output(int index, Stream stream, byte[] bytes);

  /// A step has finished, or was skipped. One that was skipped or not needed has not started.
  void finished(int index, StepResult result);
}
