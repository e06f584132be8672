package dev.provision.ports.shell;

/// A way to reach nodes, found by `ServiceLoader`.
///
/// An implementation has a public constructor without parameters that does nothing costly.
public interface RemoteShellProvider {
  /// Its name, such as `mina`; unique among all providers.
  String name();

  /// Opens the port.
  ///
  /// @param settings what it may read and where it may write
  RemoteShellPort open(ShellSettings settings);

  /// Says that this program is going to connect soon: what the first connection will need may be
  /// loaded on another thread meanwhile. Returns at once; nothing depends on it.
  default void warmUp() {}
}
