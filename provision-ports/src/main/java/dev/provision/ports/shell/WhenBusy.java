package dev.provision.ports.shell;

/// What a run does while another one is in progress on the node; there is one at a time for each
/// user.
public enum WhenBusy {
  /// It waits until the other one has ended. If that takes longer than the limit for connecting, it
  /// fails with [ShellFailure.Busy], and nothing is done.
  WAIT,
  /// It fails with [ShellFailure.Busy], and nothing is done.
  REFUSE
}
