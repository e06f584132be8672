package dev.provision.ports.step;

import java.time.Duration;

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

  /// This is waited for before the first step begins, and no longer than `limit`; until the next
  /// call of this observer.
  ///
  /// @param what for people, such as `sudo to ask for the password`
  default void awaiting(String what, Duration limit) {}

  /// Nothing has come from the host, which is asked whether it is still there; told every few
  /// seconds while that lasts.
  ///
  /// @param since for how long
  /// @param limit after which the connection is given up
  default void silent(Duration since, Duration limit) {}

  /// Bytes of the delivery have been handed to the connection.
  ///
  /// @param sent so far
  /// @param total in all
  void sent(long sent, long total);

  /// Another run has the node, and the steps wait for its end. May be told again.
  ///
  /// @param holder who has it, and since when, in words for people
  default void waiting(String holder) {}

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
