package dev.provision.ports.cloud;

import java.util.Optional;

/// Implemented by a [CloudPort] whose provider gives access to the consoles of nodes.
public interface ConsoleReader {
  /// The end of the node's console output, so that users can find out why it does not boot; empty
  /// if there is none yet.
  ///
  /// The output may be minutes old. It may contain secrets that the node printed, so it is shown
  /// only after a failure.
  ///
  /// @throws CloudException [CloudFailure.NotFound] if there is no such node
  Optional<String> console(NodeId id);
}
