package dev.provision.ports.shell;

import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import java.util.List;

/// One verified, authenticated connection to a node.
///
/// Not safe for use by several threads at once, except that any thread can [#close()] it, which
/// ends a running call. If its thread is interrupted, a call fails promptly with
/// [ShellFailure.Interrupted].
public interface RemoteShell extends AutoCloseable {
  /// Where the connection leads, with all defaults filled in.
  SshEndpoint endpoint();

  /// How the host's identity was verified on this connection, human-readable.
  HostIdentity hostIdentity();

  /// Sends all steps to the node and applies them in order.
  ///
  /// Everything before the first step (opening a channel, becoming root, the node's first response)
  /// may take as long as connecting; the first call on a connection has the time that connecting
  /// left over. From then on only the scripts' own limits apply.
  ///
  /// If a key, file or directory step fails, or a script with [RunScript.OnFailure#STOP], the run
  /// ends: all later steps are [StepResult.Skipped]. Whatever happens, each file is either
  /// unchanged or complete with its final mode.
  ///
  /// A node executes one run at a time for each of its users; a run whose connection was lost
  /// occupies the node until it has ended, one that was killed does not.
  ///
  /// A [dev.provision.ports.step.Reboot] ends the connection, and all later calls on it fail.
  ///
  /// @param whenBusy what to do while another run is in progress on the node
  /// @return a result for every step, in the order of the steps
  /// @throws ShellException if the connection or the transfer fails; everything reported to the
  ///   observer until then has happened
  /// @throws IllegalArgumentException if a [dev.provision.ports.step.Reboot] is not the last step
  List<StepResult> apply(List<Step> steps, WhenBusy whenBusy, StepObserver observer);

  /// As above, waiting for other runs.
  default List<StepResult> apply(List<Step> steps, StepObserver observer) {
    return apply(steps, WhenBusy.WAIT, observer);
  }

  /// Determines what [#apply] would change, without changing anything.
  ///
  /// @return a difference for every step, in the order of the steps
  /// @throws ShellException if the connection or the transfer fails
  List<StepDifference> compare(List<Step> steps);

  /// Runs a command, or the login shell, with the caller's streams; returns when it has ended.
  ExitStatus session(SessionRequest request);

  /// Closes the connection.
  @Override
  void close();
}
