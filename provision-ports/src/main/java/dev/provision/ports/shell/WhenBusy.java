package dev.provision.ports.shell;

/// What a run of steps does while another one has the node: one at a time is applied there for each
/// user.
public enum WhenBusy {
  /// It waits until the other one has ended. If that takes longer than connecting may, it ends with
  /// [ShellFailure.Busy], and nothing is done.
  WAIT,
  /// It ends with [ShellFailure.Busy], and nothing is done.
  REFUSE
}
