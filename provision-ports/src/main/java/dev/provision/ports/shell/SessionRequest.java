package dev.provision.ports.shell;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/// The request of [RemoteShell#session].
///
/// @param command run by the login shell; empty for the login shell itself
/// @param terminal the terminal to offer, if the caller has one
/// @param stdin read until its end
/// @param stdout receives standard output; with a terminal, standard error as well
/// @param stderr receives standard error
public record SessionRequest(
    Optional<String> command,
    Optional<Terminal> terminal,
    InputStream stdin,
    OutputStream stdout,
    OutputStream stderr) {

  /// A terminal.
  ///
  /// @param type such as `xterm-256color`
  /// @param size its size now and later; asked whenever `resized` runs
  public record Terminal(String type, Size size) {}

  /// A terminal's size.
  public interface Size {
    /// Columns of characters.
    int columns();

    /// Rows of characters.
    int rows();

    /// Registers a callback for changes of the size.
    void onResize(Runnable resized);
  }
}
