package dev.provision.adapter.local;

import dev.provision.ports.shell.SessionRequest;

/// The size of a terminal that nobody resizes.
///
/// @param columns characters in a row
/// @param rows lines of characters
public record FixedSize(int columns, int rows) implements SessionRequest.Size {
  public static FixedSize of(int columns, int rows) {
    return new FixedSize(columns, rows);
  }

  @Override
  public void onResize(Runnable resized) {}
}
