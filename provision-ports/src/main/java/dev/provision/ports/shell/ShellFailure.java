package dev.provision.ports.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Why a node could not be reached or the steps could not be sent. Each says what was being done,
/// and why it failed.
public sealed interface ShellFailure {
  /// What was being done and to what, such as `connecting to root@192.0.2.7`.
  String doing();

  /// Why it failed, human-readable, without secrets.
  String reason();

  /// What prevents the work on the node, if it was recognized.
  default Obstacle obstacle() {
    return Obstacle.UNKNOWN;
  }

  /// Nothing answers at that address.
  record Unreachable(String doing, String reason) implements ShellFailure {}

  /// The host presented another key than the known one.
  ///
  /// @param known the keys that would have been accepted
  /// @param offered the key it presented
  /// @param knownIn where the known keys are, as `FILE:LINE`, if they are from a file
  record HostKeyMismatch(
      String doing, String reason, List<HostKey> known, HostKey offered, Optional<String> knownIn)
      implements ShellFailure {
    /// Copies the keys.
    public HostKeyMismatch {
      known = List.copyOf(known);
    }
  }

  /// Only known hosts are accepted, but this one is unknown.
  ///
  /// @param offered the key it presented
  record HostUnknown(String doing, String reason, HostKey offered) implements ShellFailure {}

  /// Provision and the host have no algorithm in common, or the host's algorithms are unsafe.
  record Incompatible(String doing, String reason) implements ShellFailure {}

  /// The host rejected every login.
  record AuthRejected(String doing, String reason, Obstacle obstacle) implements ShellFailure {
    /// Without a recognized obstacle.
    public AuthRejected(String doing, String reason) {
      this(doing, reason, Obstacle.UNKNOWN);
    }
  }

  /// The login user cannot become root: no password, a wrong password, or no permission.
  record PrivilegeRefused(String doing, String reason, Obstacle obstacle) implements ShellFailure {
    /// Without a recognized obstacle.
    public PrivilegeRefused(String doing, String reason) {
      this(doing, reason, Obstacle.UNKNOWN);
    }
  }

  /// A private key cannot be used: unreadable, unknown format, wrong passphrase, none given.
  ///
  /// @param file the key's file
  record KeyUnusable(String doing, String reason, Path file) implements ShellFailure {}

  /// The user's SSH configuration is invalid or not supported.
  record Misconfigured(String doing, String reason) implements ShellFailure {}

  /// The connection was lost.
  record Disconnected(String doing, String reason, Obstacle obstacle) implements ShellFailure {
    /// Without a recognized obstacle.
    public Disconnected(String doing, String reason) {
      this(doing, reason, Obstacle.UNKNOWN);
    }
  }

  /// The node could not receive the content, because of a full disk or a missing `tar`, for
  /// example.
  record TransferFailed(String doing, String reason, Obstacle obstacle) implements ShellFailure {
    /// Without a recognized obstacle.
    public TransferFailed(String doing, String reason) {
      this(doing, reason, Obstacle.UNKNOWN);
    }
  }

  /// The time limit was exceeded.
  record TimedOut(String doing, String reason) implements ShellFailure {}

  /// Another run is in progress on the node, and waiting was not allowed, or the run did not end in
  /// time.
  record Busy(String doing, String reason) implements ShellFailure {}

  /// The calling thread was interrupted.
  record Interrupted(String doing, String reason) implements ShellFailure {}

  /// Anything else.
  record Unclassified(String doing, String reason) implements ShellFailure {}
}
