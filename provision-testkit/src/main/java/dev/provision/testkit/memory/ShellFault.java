package dev.provision.testkit.memory;

import dev.provision.ports.shell.ShellFailure;
import java.util.Optional;
import java.util.OptionalInt;

/// How work on nodes of an [InMemoryShell] goes wrong.
///
/// @param operation what goes wrong
/// @param steps how many steps of an `apply` are done before
/// @param failure what it ends with
/// @param host the only host that is concerned, where not all are
/// @param times how many calls fail, where not all do until it is healed
public record ShellFault(
    Operation operation,
    int steps,
    ShellFailure failure,
    Optional<String> host,
    OptionalInt times) {

  /// What can go wrong.
  public enum Operation {
    /// `RemoteShellPort.connect`.
    CONNECT,
    /// `RemoteShell.apply`.
    APPLY,
    /// `RemoteShell.compare`.
    COMPARE,
    /// `RemoteShell.session`.
    SESSION
  }

  /// No connection is made.
  public static ShellFault connecting(ShellFailure failure) {
    return of(Operation.CONNECT, 0, failure);
  }

  /// Calls of `apply` end when that many steps are done, whatever became of these. Calls with fewer
  /// steps are not concerned, nor are those with as many.
  public static ShellFault afterSteps(int steps, ShellFailure failure) {
    return of(Operation.APPLY, steps, failure);
  }

  /// Nothing is compared.
  public static ShellFault comparing(ShellFailure failure) {
    return of(Operation.COMPARE, 0, failure);
  }

  /// No session begins.
  public static ShellFault inSession(ShellFailure failure) {
    return of(Operation.SESSION, 0, failure);
  }

  private static ShellFault of(Operation operation, int steps, ShellFailure failure) {
    return new ShellFault(operation, steps, failure, Optional.empty(), OptionalInt.empty());
  }

  boolean fits(Operation asked, String called) {
    return operation == asked && host.map(called::equals).orElse(true);
  }

  /// The same for one host only, as the endpoint calls it.
  public ShellFault onHost(String only) {
    return new ShellFault(operation, steps, failure, Optional.of(only), times);
  }

  /// The same for the next calls only.
  public ShellFault times(int calls) {
    return new ShellFault(operation, steps, failure, host, OptionalInt.of(calls));
  }

  /// What a simulated host does when a step restarts it.
  public enum RestartRule {
    /// It boots again, for as long as it does at first.
    RETURNS,
    /// It still answers once with its former boot ID, and then boots again.
    LINGERS,
    /// The program that restarts it fails.
    REFUSES,
    /// That program succeeds, but the host stays up.
    STAYS,
    /// It goes down, and never answers again.
    VANISHES
  }
}
