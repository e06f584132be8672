package dev.provision.library.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A run at a glance.
///
/// @param id its ID
/// @param command the command that it is the work of, such as `deploy-node`
/// @param nodes the names of its nodes, in order
/// @param bundles the names of its bundles, in order
/// @param planDigest that of the plans; known at the end only, else empty
/// @param by who started it and where, such as `alice@laptop`
/// @param started when it began
/// @param ended when it ended; empty while it goes on, and if it was cut off
/// @param state what became of it
/// @param failed the names of the nodes that are not as planned; known at the end only
/// @param failure why, in one line
public record RunSummary(
    RunId id,
    String command,
    List<String> nodes,
    List<String> bundles,
    String planDigest,
    String by,
    Instant started,
    Optional<Instant> ended,
    State state,
    List<String> failed,
    Optional<String> failure) {
  /// Copies the lists.
  public RunSummary {
    nodes = List.copyOf(nodes);
    bundles = List.copyOf(bundles);
    failed = List.copyOf(failed);
  }

  /// What became of a run.
  public enum State {
    /// It goes on.
    RUNNING,
    /// All its nodes are as planned.
    DONE,
    /// It came to its end, but a node is not as planned.
    FAILED,
    /// It was stopped, or its process is gone.
    INTERRUPTED
  }
}
