package dev.provision.ports.cloud;

import java.util.Optional;

/// Implemented by a [CloudPort] whose provider shows what nodes write to their consoles.
public interface ConsoleReader {
  /// The end of what the node has written to its console, for people who ask why it does not come
  /// up; empty where there is nothing yet.
  ///
  /// May be minutes late. May hold what the node printed, so that it is shown only after a failure.
  ///
  /// @throws CloudException [CloudFailure.NotFound] if there is no such node
  Optional<String> console(NodeId id);
}
