package dev.provision.domain.bundle;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A script of a bundle.
///
/// @param target absolute path on the node
/// @param source absolute path of the text on this machine
/// @param timeout how long it may run, where limited
/// @param environment variables it gets
/// @param lineEnds what is done about its line ends
public record ScriptEntry(
    String target,
    String source,
    Optional<Duration> timeout,
    Map<String, String> environment,
    LineEnds lineEnds)
    implements BundleEntry {
  /// Copies the environment.
  public ScriptEntry {
    environment = Map.copyOf(environment);
  }

  /// A script whose line ends are checked.
  public ScriptEntry(
      String target, String source, Optional<Duration> timeout, Map<String, String> environment) {
    this(target, source, timeout, environment, LineEnds.CHECKED);
  }

  /// A script without a limit or variables of its own.
  public ScriptEntry(String target, String source) {
    this(target, source, Optional.empty(), Map.of());
  }
}
