package dev.provision.domain.bundle;

import dev.provision.domain.variable.VariableValue;
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
/// @param run when it runs
/// @param only on which nodes it runs
public record ScriptEntry(
    String target,
    String source,
    Optional<Duration> timeout,
    Map<String, VariableValue> environment,
    LineEnds lineEnds,
    RunRule run,
    SystemFilter only)
    implements BundleEntry {
  /// Copies the environment.
  public ScriptEntry {
    environment = Map.copyOf(environment);
  }

  /// A script that always runs.
  public ScriptEntry(
      String target,
      String source,
      Optional<Duration> timeout,
      Map<String, String> environment,
      LineEnds lineEnds) {
    this(
        target,
        source,
        timeout,
        VariableValue.of(environment),
        lineEnds,
        new RunRule.Always(),
        SystemFilter.ALL);
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
