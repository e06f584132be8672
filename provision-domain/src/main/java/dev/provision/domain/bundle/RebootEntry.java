package dev.provision.domain.bundle;

import dev.provision.ports.step.Reboot;
import java.time.Duration;

/// A restart of the node.
///
/// @param timeout how long it may take until the node answers again
/// @param run when it happens; never [RunRule.Once]
/// @param only on which nodes it happens
public record RebootEntry(Duration timeout, RunRule run, SystemFilter only) implements BundleEntry {
  /// How long a node may take by default.
  public static final Duration USUAL = Duration.ofMinutes(5);

  /// @throws IllegalArgumentException if it is to happen once
  public RebootEntry {
    if (run instanceof RunRule.Once) {
      throw new IllegalArgumentException("a restart cannot happen only once");
    }
  }

  @Override
  public String target() {
    return Reboot.NAME;
  }

  /// It has none.
  @Override
  public String source() {
    return "";
  }
}
