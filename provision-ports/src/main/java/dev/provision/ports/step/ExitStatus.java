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

  /// A signal ended it.
  ///
  /// @param name such as `KILL`, without `SIG`
  record Signaled(String name) implements ExitStatus {
    @Override
    public String toString() {
      return "signal " + name;
    }
  }

  /// It was ended because its time was over.
  ///
  /// @param limit the time it had
  record TimedOut(Duration limit) implements ExitStatus {
    @Override
    public String toString() {
      return "ended after its limit of " + limit.toSeconds() + " s";
    }
  }
}
