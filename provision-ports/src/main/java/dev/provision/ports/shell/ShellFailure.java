package dev.provision.ports.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Why a node could not be reached or the steps not be delivered. Each says what was being done,
/// and why it did not work out.
public sealed interface ShellFailure {
  /// What was being done and to what, such as `connecting to root@192.0.2.7`.
  String doing();

  /// Why it failed, in words for people; no secrets.
  String reason();

  /// What stands in the way at the node, where that could be recognized.
  default Obstacle obstacle() {
    return Obstacle.UNKNOWN;
  }

  /// Nobody answers at that address.
  record Unreachable(String doing, String reason) implements ShellFailure {}

  /// The host has another key than the one we know.
  ///
  /// @param known the keys that would have been accepted
  /// @param offered the key it showed
  /// @param knownIn where the known keys stand, as `FILE:LINE`, where they come from a file
  record HostKeyMismatch(
      String doing, String reason, List<HostKey> known, HostKey offered, Optional<String> knownIn)
      implements ShellFailure {
    /// Copies the keys.
    public HostKeyMismatch {
      known = List.copyOf(known);
    }
  }

  /// Only known hosts are accepted, and this one is not known.
  ///
  /// @param offered the key it showed
  record HostUnknown(String doing, String reason, HostKey offered) implements ShellFailure {}

  /// The host and we have no algorithm in common, or the host is unsafe to talk to.
  record Incompatible(String doing, String reason) implements ShellFailure {}

  /// The host refused every login.
  record AuthRejected(String doing, String reason, Obstacle obstacle) implements ShellFailure {
    /// With no obstacle that was recognized.
    public AuthRejected(String doing, String reason) {
      this(doing, reason, Obstacle.UNKNOWN);
    }
  }

  /// The login may not become root: no or a wrong password, or it is not allowed to.
  record PrivilegeRefused(String doing, String reason, Obstacle obstacle) implements ShellFailure {
    /// With no obstacle that was recognized.
    public PrivilegeRefused(String doing, String reason) {
      this(doing, reason, Obstacle.UNKNOWN);
    }
  }

  /// A private key cannot be used: unreadable, unknown format, wrong passphrase, none given.
  ///
  /// @param file the key's file
  record KeyUnusable(String doing, String reason, Path file) implements ShellFailure {}

  /// The user's SSH configuration cannot be followed.
  record Misconfigured(String doing, String reason) implements ShellFailure {}

  /// The connection broke off.
  record Disconnected(String doing, String reason, Obstacle obstacle) implements ShellFailure {
    /// With no obstacle that was recognized.
    public Disconnected(String doing, String reason) {
      this(doing, reason, Obstacle.UNKNOWN);
    }
  }

  /// The node could not take what was sent, such as a full disk or no `tar`.
  record TransferFailed(String doing, String reason, Obstacle obstacle) implements ShellFailure {
    /// With no obstacle that was recognized.
    public TransferFailed(String doing, String reason) {
      this(doing, reason, Obstacle.UNKNOWN);
    }
  }

  /// It took longer than the limit.
  record TimedOut(String doing, String reason) implements ShellFailure {}

  /// Another run has the node, and was not to be waited for. Or it has not ended in time.
  record Busy(String doing, String reason) implements ShellFailure {}

  /// The calling thread was interrupted.
  record Interrupted(String doing, String reason) implements ShellFailure {}

  /// Anything else.
  record Unclassified(String doing, String reason) implements ShellFailure {}
}
