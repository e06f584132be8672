package dev.provision.adapter.local.sandbox;

/// That a sandbox could not be made.
public final class BootException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean begun;

  /// @param begun whether the kernel had granted the namespaces
  /// @param output what the programs said
  BootException(boolean begun, String output) {
    super(output);
    this.begun = begun;
  }

  /// Whether the kernel had granted the namespaces.
  public boolean begun() {
    return begun;
  }
}
