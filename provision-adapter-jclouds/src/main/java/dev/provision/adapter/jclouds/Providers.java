package dev.provision.adapter.jclouds;

/// The providers that `ServiceLoader` finds here, one for each row of [Cloud].
public final class Providers {
  private Providers() {}

  /// OpenStack.
  public static final class Nova extends CloudRow {
    /// For `ServiceLoader`.
    public Nova() {
      super(Cloud.NOVA);
    }
  }
}
