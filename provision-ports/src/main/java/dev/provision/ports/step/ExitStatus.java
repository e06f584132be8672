package dev.provision.ports.step;

import java.time.Duration;

/// How a process ended.
public sealed interface ExitStatus {
  /// Whether it ended with status 0.
  default boolean success() {
    return this instanceof Exited exited && exited.status() == 0;
  }

  /// It ended by itself.
  ///
  /// @param status 0 to 255
  record Exited(int status) implements ExitStatus {
    @Override
    public String toString() {
      return "exit status " + status;
    }
  }

  /// It was terminated by a signal.
  ///
  /// @param name such as `KILL`, without `SIG`
  record Signaled(String name) implements ExitStatus {
    @Override
    public String toString() {
      return "signal " + name;
    }
  }

  /// It was terminated because its time limit was exceeded.
  ///
  /// @param limit its time limit
  record TimedOut(Duration limit) implements ExitStatus {
    @Override
    public String toString() {
      return "timed out after " + limit.toSeconds() + " s";
    }
  }
}
